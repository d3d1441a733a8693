package dev.cloister.inference.llama;

/**
 * What keys and values are kept as. Fewer bits hold more sessions in the same memory and cost some accuracy; quantised
 * values need flash attention.
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

    /** The number that the library knows the type by. */
    int code() {
        return code;
    }

    /** Bytes that so many values take, a multiple of a block. */
    public long bytes(long values) {
        return values / blockValues * blockBytes;
    }
}
