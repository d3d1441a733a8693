package dev.cloister.inference.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Little-endian numbers and texts from a file's beginning; never reads or allocates past the file's length. */
final class HeaderInput {

    private static final int BUFFER_BYTES = 1 << 16;

    private final ReadableByteChannel channel;
    private final long length;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long taken;

    HeaderInput(ReadableByteChannel channel, long length) {
        this.channel = channel;
        this.length = length;
    }

    /** Bytes that were read or skipped so far. */
    long position() {
        return taken;
    }

    int u8() throws IOException {
        return need(1).get() & 0xff;
    }

    short i16() throws IOException {
        return need(2).getShort();
    }

    int i32() throws IOException {
        return need(4).getInt();
    }

    long u32() throws IOException {
        return i32() & 0xffff_ffffL;
    }

    long i64() throws IOException {
        return need(8).getLong();
    }

    /** A 64-bit count or size. */
    long size(String of) throws IOException {
        long value = i64();
        if (value < 0) {
            throw new GgufException(of + " is beyond 2^63");
        }
        return value;
    }

    /** A text with its length before it; the bytes must be UTF-8. */
    String text(int most, String of) throws IOException {
        long bytes = size("the length of " + of);
        if (bytes > most) {
            throw new GgufException("%s has %d bytes; at most %d are read".formatted(of, bytes, most));
        }
        requireLeft(bytes);
        byte[] content = new byte[(int) bytes];
        for (int at = 0; at < content.length; ) {
            int part = Math.min(content.length - at, BUFFER_BYTES);
            need(part).get(content, at, part);
            at += part;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new GgufException(of + " is not UTF-8");
        }
    }

    void skip(long bytes) throws IOException {
        requireLeft(bytes);
        for (long left = bytes; left > 0; ) {
            int part = (int) Math.min(left, BUFFER_BYTES);
            ByteBuffer from = need(part);
            from.position(from.position() + part);
            left -= part;
        }
    }

    private void requireLeft(long bytes) throws GgufException {
        if (bytes > length - taken) {
            throw new GgufException("it ends inside its header, at byte " + length);
        }
    }

    private ByteBuffer need(int bytes) throws IOException {
        requireLeft(bytes);
        if (buffer.remaining() < bytes) {
            buffer.compact();
            while (buffer.position() < bytes) {
                if (channel.read(buffer) < 0) {
                    throw new GgufException("it became shorter while it was read");
                }
            }
            buffer.flip();
        }
        taken += bytes;
        return buffer;
    }
}
