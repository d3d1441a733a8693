package dev.cloister.inference.llama;

/**
 * What keys and values are kept as. Fewer bits hold more sessions in the same memory and cost some accuracy; quantised
 * values need flash attention, which the library then switches on: the logits of a sequence of more than 256 tokens then
 * depend in their last bits on how many others decode beside it.
 */
public enum KvType {
    F16(1, 2, 1),
    Q8_0(8, 34, 32),
    Q4_0(2, 18, 32);

    private final int code;
    private final int blockBytes;
    private final int blockValues;

    KvType(int code, int blockBytes, int blockValues) {
        this.code = code;
        this.blockBytes = blockBytes;
        this.blockValues = blockValues;
    }

    /** Whether the library keeps values of this type for flash attention alone. */
    boolean needsFlashAttention() {
        return this != F16;
    }

    /** The number that the library knows the type by. */
    int code() {
        return code;
    }

    /** Bytes that so many values take, a multiple of a block. */
    public long bytes(long values) {
        return values / blockValues * blockBytes;
    }
}
