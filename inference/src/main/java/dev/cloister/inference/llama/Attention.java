package dev.cloister.inference.llama;

/**
 * How attention over the cache is computed.
 *
 * <p>Security guarantee: whichever is chosen by {@link #fastest}, a sequence's logits are bit for bit the same whatever
 * decodes beside it.
 */
public enum Attention {
    /**
     * In one pass over the cache. From 512 cells on, the library shares the cells of a sequence that decodes alone out
     * among its threads and adds the parts; beside another sequence it does not. So the logits tell of neighbours where
     * keys and values are in half precision and there are several threads, and they depend on the number of threads.
     */
    FLASH(1),
    /** All weights first, then their sum: the same bits on any number of threads, and slower. */
    PLAIN(0);

    private final int code;

    Attention(int code) {
        this.code = code;
    }

    /** The number that the library knows it by. */
    int code() {
        return code;
    }

    /** The fastest that keeps sequences apart. */
    public static Attention fastest(int threads, KvType kvType) {
        return keepsApart(threads, kvType) ? FLASH : PLAIN;
    }

    /** Whether flash attention keeps sequences apart; the library never shares out cells of quantised values. */
    static boolean keepsApart(int threads, KvType kvType) {
        return threads == 1 || kvType != KvType.F16;
    }
}
