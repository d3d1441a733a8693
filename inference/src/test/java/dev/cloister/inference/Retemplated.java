package dev.cloister.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

/** The default model with another chat template: the GGUF file (version 3) with one value of its metadata exchanged. */
public final class Retemplated {

    private static final String KEY = "tokenizer.chat_template";
    private static final int ALIGNMENT = 32;

    private final ByteBuffer in;

    private Retemplated(ByteBuffer in) {
        this.in = in;
    }

    /** Writes the model with the template; returns the target. */
    public static Path write(Path target, String template) {
        try (FileChannel source = FileChannel.open(Downloads.model(), READ);
                FileChannel out = FileChannel.open(target, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer in =
                    source.map(FileChannel.MapMode.READ_ONLY, 0, source.size()).order(ByteOrder.LITTLE_ENDIAN);
            for (ByteBuffer part : new Retemplated(in).parts(template)) {
                while (part.hasRemaining()) {
                    out.write(part);
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ByteBuffer> parts(String template) {
        in.position(8);
        GgufWalk walk = new GgufWalk(in);
        long tensors = in.getLong();
        long values = in.getLong();
        int from = -1;
        int behind = -1;
        for (long i = 0; i < values; i++) {
            String key = walk.string();
            int type = in.getInt();
            int start = in.position();
            walk.skip(type);
            if (key.equals(KEY)) {
                from = start;
                behind = in.position();
            }
        }
        for (long i = 0; i < tensors; i++) {
            walk.string();
            in.position(in.position() + 4 + 8 * in.getInt(in.position()) + 12);
        }
        int end = in.position();
        byte[] text = template.getBytes(StandardCharsets.UTF_8);
        ByteBuffer value = ByteBuffer.allocate(8 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .flip();
        int size = from + value.remaining() + end - behind;
        int data = aligned(end);
        return List.of(
                in.slice(0, from),
                value,
                in.slice(behind, end - behind),
                ByteBuffer.allocate(aligned(size) - size),
                in.slice(data, in.capacity() - data));
    }

    private static int aligned(int position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
