package dev.cloister.retrieval.ingest;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the gateway and the sandboxed parser say to each other, once each way. Numbers are u32 big-endian.
 *
 * <p>Request: magic, the type's ordinal as a byte, length, content. Answer: magic, an outcome byte and, for {@link
 * #PARSED}, the number of pages, each page as length and UTF-8, and the magic again. The reader trusts nothing: every
 * count has a cap that is checked before memory is taken, text must be valid UTF-8, and nothing may follow the end.
 */
final class ParserProtocol {

    static final int PARSED = 0;
    static final int UNREADABLE = 1;
    static final int TOO_LARGE = 2;

    static final int MAX_CONTENT_BYTES = 50 * 1024 * 1024;
    static final int MAX_TEXT_BYTES = 16 * 1024 * 1024;
    static final int MAX_PAGES = 5000;

    private static final int MAGIC = 0x436c5031;

    private ParserProtocol() {}

    record Request(DocumentType type, byte[] content) {}

    /** @param pages empty unless the outcome is {@link #PARSED} */
    record Answer(int outcome, List<String> pages) {}

    static void write(DataOutputStream out, Request request) throws IOException {
        out.writeInt(MAGIC);
        out.writeByte(request.type().ordinal());
        out.writeInt(request.content().length);
        out.write(request.content());
        out.flush();
    }

    static Request readRequest(DataInputStream in) throws IOException {
        requireMagic(in);
        DocumentType type = DocumentType.values()[in.readUnsignedByte()];
        byte[] content = new byte[capped(in.readInt(), MAX_CONTENT_BYTES)];
        in.readFully(content);
        return new Request(type, content);
    }

    static void write(DataOutputStream out, Answer answer) throws IOException {
        out.writeInt(MAGIC);
        out.writeByte(answer.outcome());
        if (answer.outcome() == PARSED) {
            out.writeInt(answer.pages().size());
            for (String page : answer.pages()) {
                byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }
        out.writeInt(MAGIC);
        out.flush();
    }

    static Answer readAnswer(DataInputStream in) throws IOException {
        requireMagic(in);
        int outcome = in.readUnsignedByte();
        List<String> pages = new ArrayList<>();
        if (outcome == PARSED) {
            int count = capped(in.readInt(), MAX_PAGES);
            int left = MAX_TEXT_BYTES;
            for (int i = 0; i < count; i++) {
                int length = capped(in.readInt(), left);
                left -= length;
                byte[] bytes = in.readNBytes(length);
                if (bytes.length < length) {
                    throw new EOFException("the answer ends in mid-page");
                }
                pages.add(utf8(bytes));
            }
            if (pages.isEmpty()) {
                throw new IOException("the answer holds no page");
            }
        } else if (outcome != UNREADABLE && outcome != TOO_LARGE) {
            throw new IOException("the answer has an unknown outcome");
        }
        requireMagic(in);
        if (in.read() != -1) {
            throw new IOException("something follows the answer's end");
        }
        return new Answer(outcome, List.copyOf(pages));
    }

    /** Strict: malformed bytes are an error, not a replacement character. */
    static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static int capped(int value, int cap) throws IOException {
        if (value < 0 || value > cap) {
            throw new IOException("a length is over its cap");
        }
        return value;
    }

    private static void requireMagic(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException("the protocol's magic number is missing");
        }
    }
}
