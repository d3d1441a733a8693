package dev.cloister.retrieval.federation.message;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.party.PartyId;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

import javax.net.ssl.SSLSocket;

/**
 * A conversation over TLS 1.3 with a node that has shown its key. A message: its type (u8), its length (u32), its content.
 * Contents are read up to the length that their type may have, and grow with what has arrived: a length that is only
 * announced takes no memory.
 */
public final class Connection implements AutoCloseable {

    /** The protocol's version. */
    public static final int VERSION = 2;

    private static final Duration LEAST_TIME = Duration.ofSeconds(10);
    private static final Duration MOST_TIME = Duration.ofMinutes(1);
    private static final int LEAST_BYTES_PER_SECOND = 100_000;

    private static final int FIRST_PIECE = 64 << 10;
    private static final int BUFFER = 64 << 10;

    private final Socket raw;
    private final PartyId peer;
    private final DataInputStream in;
    private final DataOutputStream out;
    private long received;
    private long sent;

    /**
     * Shakes hands.
     *
     * @param raw what the TLS is layered over: closing it ends whatever waits, a blocked write too
     * @param patience for each thing that is read
     * @throws RetrievalException FEDERATION_UNREACHABLE where the handshake fails
     */
    public Connection(Socket raw, SSLSocket socket, Duration patience) {
        this.raw = raw;
        try {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            socket.setTcpNoDelay(true);
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            socket.startHandshake();
            this.peer = PartyId.of(socket.getSession().getPeerCertificates()[0].getPublicKey());
            this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
            this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), BUFFER));
        } catch (IOException e) {
            throw broken("The node did not show the key that was expected, or hung up.", e);
        }
    }

    /** How long is waited for what is read from now on. */
    public void patience(Duration patience) {
        try {
            raw.setSoTimeout(Math.toIntExact(patience.toMillis()));
        } catch (IOException e) {
            throw broken("The node hung up.", e);
        }
    }

    /** Who is on the other side. */
    public PartyId peer() {
        return peer;
    }

    /** Content bytes that came in so far, without TLS. */
    public long received() {
        return received;
    }

    /** Content bytes that went out so far, without TLS. */
    public long sent() {
        return sent;
    }

    /** Says which version is spoken here, and hears the other side's. */
    public void greet() {
        send(MessageType.HELLO, ByteBuffer.allocate(2).putShort((short) VERSION).array());
        byte[] theirs = expect(MessageType.HELLO);
        if (theirs.length != 2 || ByteBuffer.wrap(theirs).getShort() != VERSION) {
            throw new RetrievalException(
                    Code.FEDERATION_PROTOCOL_UNSUPPORTED,
                    "The other node speaks another version than " + VERSION
                            + ". Nothing was asked. Use the same version of Cloister on both.");
        }
    }

    /** Sends a message; the parts one after the other are its content. */
    public void send(MessageType type, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        try {
            out.writeByte(type.id());
            out.writeInt(length);
            for (byte[] part : parts) {
                out.write(part);
            }
            out.flush();
            sent += length + 5;
        } catch (IOException e) {
            throw broken("The node hung up.", e);
        }
    }

    /** The same, in a time that its length allows: then the connection is closed, whoever does not read. */
    public void sendWithin(MessageType type, byte[]... parts) {
        long length = Arrays.stream(parts).mapToLong(part -> part.length).sum();
        try (Deadline deadline = Deadline.of(raw, timeFor(length))) {
            send(type, parts);
        }
    }

    /** Says why something is not done. */
    public void refuse(RetrievalException why) {
        send(MessageType.REFUSED, (why.code() + "\n" + why.getMessage()).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A message's type and the length of its content, which is yet to be read.
     *
     * @param length in [0, the type's longest]
     */
    public record Header(MessageType type, int length) {}

    /** The next message's type and length; it must be of one of these types. */
    public Header header(Set<MessageType> due) {
        try {
            int id = in.readUnsignedByte();
            int length = in.readInt();
            MessageType type = due.stream()
                    .filter(one -> one.id() == id)
                    .findFirst()
                    .orElseThrow(() -> malformed("The other node sent a message that was not due."));
            if (length < 0 || length > type.longest()) {
                throw malformed("The other node sent a message that is too long.");
            }
            received += length + 5;
            return new Header(type, length);
        } catch (IOException e) {
            throw broken("The node hung up in the midst of a message, or was silent for too long.", e);
        }
    }

    /** The content that belongs to a header. */
    public byte[] content(Header header) {
        try {
            return read(header.length());
        } catch (IOException e) {
            throw broken("The node hung up in the midst of a message, or was silent for too long.", e);
        }
    }

    /** The same, in a time that its length allows: then the connection is closed, however steadily it drips. */
    public byte[] contentWithin(Header header) {
        try (Deadline deadline = Deadline.of(raw, timeFor(header.length()))) {
            return content(header);
        }
    }

    /** Passes over it, in a time that its length allows. */
    public void skipWithin(Header header) {
        skipWithin(header, timeFor(header.length()));
    }

    private static Duration timeFor(long length) {
        Duration time = LEAST_TIME.plusSeconds(length / LEAST_BYTES_PER_SECOND);
        return time.compareTo(MOST_TIME) < 0 ? time : MOST_TIME;
    }

    /** Passes over it for so long and no longer: then the connection is closed. */
    public void skipWithin(Header header, Duration time) {
        try (Deadline deadline = Deadline.of(raw, time)) {
            skip(header);
        }
    }

    /** Passes over the content that belongs to a header. */
    public void skip(Header header) {
        try {
            in.skipNBytes(header.length());
        } catch (IOException e) {
            throw broken("The node hung up in the midst of a message, or was silent for too long.", e);
        }
    }

    /**
     * The content of the next message, which must be of that type.
     *
     * @throws RetrievalException what the other side refused with, as far as its code is known
     */
    public byte[] expect(MessageType type) {
        return expect(type, type.longest());
    }

    /** The same, where the content may have so many bytes and no more. */
    public byte[] expect(MessageType type, long most) {
        Header header = header(Set.of(type, MessageType.REFUSED));
        if (header.type() == MessageType.REFUSED) {
            throw refusal(content(header));
        }
        if (header.length() > most) {
            throw malformed("The other node sent a message that is too long.");
        }
        return content(header);
    }

    /** The content of the next message, which must be of that type and no refusal, and be there in that time. */
    public byte[] insistWithin(MessageType type, Duration time) {
        try (Deadline deadline = Deadline.of(raw, time)) {
            return content(header(Set.of(type)));
        }
    }

    private byte[] read(int length) throws IOException {
        byte[] content = new byte[Math.min(length, FIRST_PIECE)];
        int read = 0;
        while (read < length) {
            if (read == content.length) {
                content = Arrays.copyOf(content, (int) Math.min(length, 2L * content.length));
            }
            in.readFully(content, read, content.length - read);
            read = content.length;
        }
        return content;
    }

    private static RetrievalException refusal(byte[] content) {
        String[] told = new String(content, StandardCharsets.UTF_8).split("\n", 2);
        Code code = Arrays.stream(Code.values())
                .filter(one -> one.name().equals(told[0]))
                .findFirst()
                .orElse(Code.FEDERATION_MESSAGE_MALFORMED);
        return new RetrievalException(code, told.length == 2 ? told[1].replaceAll("\\p{C}", " ") : "It refused.");
    }

    private static RetrievalException malformed(String what) {
        return new RetrievalException(Code.FEDERATION_MESSAGE_MALFORMED, what);
    }

    private static RetrievalException broken(String what, IOException cause) {
        return new RetrievalException(Code.FEDERATION_UNREACHABLE, what, cause);
    }

    @Override
    public void close() {
        try {
            raw.close();
        } catch (IOException e) {
            throw broken("The connection could not be closed.", e);
        }
    }
}
