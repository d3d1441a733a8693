package dev.cloister.inference.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes small GGUF files (version 3) of single-precision tensors, and remembers where each field lies. */
public final class GgufWriter {

    private static final int ALIGNMENT = 32;

    private final List<Field> keys = new ArrayList<>();
    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Integer> fields = new ArrayList<>();

    private interface Field {
        void write(ByteArrayOutputStream out);
    }

    private record Tensor(String name, long[] sizes, float[] values) {}

    public GgufWriter text(String key, String value) {
        return key(key, 8, out -> text(out, value));
    }

    public GgufWriter uint32(String key, int value) {
        return key(key, 4, out -> number(out, 4, value));
    }

    public GgufWriter float32(String key, float value) {
        return key(key, 6, out -> number(out, 4, Float.floatToRawIntBits(value)));
    }

    public GgufWriter texts(String key, List<String> values) {
        return key(key, 9, out -> {
            number(out, 4, 8);
            number(out, 8, values.size());
            values.forEach(value -> text(out, value));
        });
    }

    public GgufWriter int32s(String key, int[] values) {
        return key(key, 9, out -> {
            number(out, 4, 5);
            number(out, 8, values.length);
            Arrays.stream(values).forEach(value -> number(out, 4, value));
        });
    }

    /** A tensor; the first size is that of a row. */
    public GgufWriter tensor(String name, float[] values, long... sizes) {
        tensors.add(new Tensor(name, sizes.clone(), values.clone()));
        return this;
    }

    public byte[] bytes() {
        fields.clear();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, 4, 0x46554747);
        number(out, 4, 3);
        number(out, 8, tensors.size());
        number(out, 8, keys.size());
        keys.forEach(key -> key.write(out));
        long offset = 0;
        for (Tensor tensor : tensors) {
            text(out, tensor.name());
            number(out, 4, tensor.sizes().length);
            for (long size : tensor.sizes()) {
                number(out, 8, size);
            }
            number(out, 4, 0);
            number(out, 8, offset);
            offset = align(offset + (long) Float.BYTES * tensor.values().length);
        }
        for (Tensor tensor : tensors) {
            out.writeBytes(new byte[(int) (align(out.size()) - out.size())]);
            ByteBuffer values =
                    ByteBuffer.allocate(Float.BYTES * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
            values.asFloatBuffer().put(tensor.values());
            out.writeBytes(values.array());
        }
        out.writeBytes(new byte[(int) (align(out.size()) - out.size())]);
        return out.toByteArray();
    }

    /** Where the numbers of the header lie in what {@link #bytes} gave last, each with its width: offset * 16 + width. */
    public List<Integer> numbers() {
        return List.copyOf(fields);
    }

    private GgufWriter key(String key, int type, Field value) {
        keys.add(out -> {
            text(out, key);
            number(out, 4, type);
            value.write(out);
        });
        return this;
    }

    private void text(ByteArrayOutputStream out, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(out, 8, bytes.length);
        out.writeBytes(bytes);
    }

    private void number(ByteArrayOutputStream out, int width, long value) {
        fields.add(out.size() * 16 + width);
        out.write(
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array(),
                0,
                width);
    }

    private static long align(long position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
