package dev.cloister.inference.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes GGUF files by hand: the specification's second reading. */
public final class GgufBytes {

    private static final int LARGEST = 1 << 16;

    private final ByteBuffer out = ByteBuffer.allocate(LARGEST).order(ByteOrder.LITTLE_ENDIAN);

    public GgufBytes start(int version, long tensors, long keys) {
        out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(version);
        out.putLong(tensors).putLong(keys);
        return this;
    }

    public GgufBytes text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putLong(bytes.length).put(bytes);
        return this;
    }

    public GgufBytes u32(long value) {
        out.putInt((int) value);
        return this;
    }

    public GgufBytes i64(long value) {
        out.putLong(value);
        return this;
    }

    public GgufBytes u8(int value) {
        out.put((byte) value);
        return this;
    }

    public GgufBytes pair(String key, String value) {
        return text(key).u32(8).text(value);
    }

    public GgufBytes pair(String key, int value) {
        return text(key).u32(4).u32(value);
    }

    public GgufBytes strings(String key, String... values) {
        text(key).u32(9).u32(8).i64(values.length);
        for (String value : values) {
            text(value);
        }
        return this;
    }

    public GgufBytes tensor(String name, int type, long offset, long... dimensions) {
        text(name).u32(dimensions.length);
        for (long dimension : dimensions) {
            i64(dimension);
        }
        return u32(type).i64(offset);
    }

    /** Pads to the alignment and adds so many bytes of data. */
    public byte[] data(int bytes) {
        int padding = Math.floorMod(-out.position(), 32);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(out.array(), 0, out.position());
        whole.writeBytes(new byte[padding + bytes]);
        return whole.toByteArray();
    }

    /** What was written, and nothing after it. */
    public byte[] bare() {
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    /** A tiny language model's file: right in its header, without sense in its weights. */
    public static byte[] tinyModel(int extraTensorRows) {
        int rows = 1 + extraTensorRows;
        return new GgufBytes()
                .start(3, 1, 9)
                .pair("general.architecture", "llama")
                .pair("general.license", "mit")
                .pair("llama.context_length", 512)
                .pair("llama.block_count", 2)
                .pair("llama.embedding_length", 64)
                .pair("llama.attention.head_count", 4)
                .pair("llama.attention.head_count_kv", 2)
                .strings("tokenizer.ggml.tokens", "a", "b", "c")
                .pair("tokenizer.chat_template", "{{ messages }}")
                .tensor("token_embd.weight", 0, 0, 64, rows)
                .data(64 * 4 * rows);
    }
}
