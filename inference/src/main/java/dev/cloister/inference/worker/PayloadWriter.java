package dev.cloister.inference.worker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes a message's fields; {@link PayloadReader} reads them back. */
final class PayloadWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

    PayloadWriter int32(int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        return this;
    }

    PayloadWriter int64(long value) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    PayloadWriter float64(double value) {
        return int64(Double.doubleToRawLongBits(value));
    }

    PayloadWriter flag(boolean value) {
        return int32(value ? 1 : 0);
    }

    PayloadWriter bytes(byte[] value) {
        int32(value.length);
        out.writeBytes(value);
        return this;
    }

    PayloadWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    PayloadWriter ints(int[] values) {
        ByteBuffer buffer =
                ByteBuffer.allocate(Integer.BYTES * (values.length + 1)).putInt(values.length);
        buffer.asIntBuffer().put(values);
        out.writeBytes(buffer.array());
        return this;
    }

    PayloadWriter floats(float[] values) {
        ByteBuffer buffer =
                ByteBuffer.allocate(Integer.BYTES + Float.BYTES * values.length).putInt(values.length);
        buffer.asFloatBuffer().put(values);
        out.writeBytes(buffer.array());
        return this;
    }

    <T> PayloadWriter list(List<T> values, BiConsumer<PayloadWriter, T> each) {
        int32(values.size());
        values.forEach(value -> each.accept(this, value));
        return this;
    }

    byte[] done() {
        return out.toByteArray();
    }
}
