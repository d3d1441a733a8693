package dev.cloister.sandbox.egress.tls;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The first message of a TLS client (RFC 8446, section 4.1.2), looked at without taking it from the stream.
 *
 * @param serverName the host that it asks for (RFC 6066, section 3), in lower case
 * @param encrypted whether it may ask for another host in a part that only that host can read (RFC 9849)
 */
public record ClientHello(Optional<String> serverName, boolean encrypted) {

    /** Most bytes that {@link #peek} looks at: one record and its header. */
    public static final int MOST_BYTES = 5 + (16 << 10);

    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_NAME = 0;
    private static final int ENCRYPTED_CLIENT_HELLO = 0xfe0d;

    /**
     * Looks at the message and goes back to its beginning.
     *
     * @param in supports marks of {@link #MOST_BYTES}
     * @throws EgressRefusal MALFORMED where it is no ClientHello in one record
     */
    public static ClientHello peek(InputStream in) throws IOException {
        in.mark(MOST_BYTES);
        byte[] header = in.readNBytes(5);
        if (header.length < 5 || header[0] != HANDSHAKE || header[1] != 3) {
            throw EgressRefusal.malformed("TLS was expected on this port.");
        }
        int length = (header[3] & 0xFF) << 8 | header[4] & 0xFF;
        if (length > MOST_BYTES - 5) {
            throw EgressRefusal.malformed("The TLS record is too long.");
        }
        byte[] record = in.readNBytes(length);
        in.reset();
        return read(record);
    }

    static ClientHello read(byte[] record) throws EgressRefusal {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(record);
            int type = bytes.get();
            int length = (bytes.get() & 0xFF) << 16 | bytes.getShort() & 0xFFFF;
            if (type != CLIENT_HELLO || length != bytes.remaining()) {
                throw EgressRefusal.malformed("The TLS connection does not begin with one ClientHello.");
            }
            bytes.position(bytes.position() + 2 + 32);
            skip(bytes, bytes.get() & 0xFF);
            skip(bytes, bytes.getShort() & 0xFFFF);
            skip(bytes, bytes.get() & 0xFF);
            return bytes.hasRemaining() ? extensions(bytes) : new ClientHello(Optional.empty(), false);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw EgressRefusal.malformed("The TLS connection's ClientHello is damaged.");
        }
    }

    private static ClientHello extensions(ByteBuffer bytes) throws EgressRefusal {
        Optional<String> name = Optional.empty();
        boolean encrypted = false;
        if ((bytes.getShort() & 0xFFFF) != bytes.remaining()) {
            throw EgressRefusal.malformed("The ClientHello's extensions are of another length than they say.");
        }
        while (bytes.hasRemaining()) {
            int type = bytes.getShort() & 0xFFFF;
            ByteBuffer content = bytes.slice(bytes.position() + 2, bytes.getShort(bytes.position()) & 0xFFFF);
            skip(bytes, 2 + content.remaining());
            if (type == SERVER_NAME) {
                if (name.isPresent()) {
                    throw EgressRefusal.malformed("The ClientHello asks for two hosts.");
                }
                name = Optional.of(name(content));
            }
            encrypted |= type == ENCRYPTED_CLIENT_HELLO;
        }
        return new ClientHello(name, encrypted);
    }

    private static String name(ByteBuffer content) throws EgressRefusal {
        int list = content.getShort() & 0xFFFF;
        int kind = content.get();
        byte[] name = new byte[content.getShort() & 0xFFFF];
        content.get(name);
        if (content.hasRemaining() || kind != 0 || list != name.length + 3) {
            throw EgressRefusal.malformed("The ClientHello must ask for one host by its name.");
        }
        return new String(name, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }

    private static void skip(ByteBuffer bytes, int count) {
        bytes.position(bytes.position() + count);
    }
}
