package dev.cloister.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

/** The default model with another chat template: the GGUF file (version 3) with one value of its metadata exchanged. */
public final class Retemplated {

    private static final String KEY = "tokenizer.chat_template";
    private static final int ALIGNMENT = 32;
    private static final int STRING = 8;
    private static final int ARRAY = 9;
    private static final Set<Integer> ONE_BYTE = Set.of(0, 1, 7);
    private static final Set<Integer> TWO_BYTES = Set.of(2, 3);
    private static final Set<Integer> FOUR_BYTES = Set.of(4, 5, 6);

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
        long tensors = in.getLong();
        long values = in.getLong();
        int from = -1;
        int behind = -1;
        for (long i = 0; i < values; i++) {
            String key = string();
            int type = in.getInt();
            int start = in.position();
            skip(type);
            if (key.equals(KEY)) {
                from = start;
                behind = in.position();
            }
        }
        for (long i = 0; i < tensors; i++) {
            string();
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

    private void skip(int type) {
        if (type == STRING) {
            string();
        } else if (type == ARRAY) {
            int element = in.getInt();
            long count = in.getLong();
            for (long i = 0; i < count; i++) {
                skip(element);
            }
        } else {
            int bytes = ONE_BYTE.contains(type) ? 1 : TWO_BYTES.contains(type) ? 2 : FOUR_BYTES.contains(type) ? 4 : 8;
            in.position(in.position() + bytes);
        }
    }

    private String string() {
        byte[] bytes = new byte[Math.toIntExact(in.getLong())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int aligned(int position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
