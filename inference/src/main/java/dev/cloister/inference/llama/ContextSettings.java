package dev.cloister.inference.llama;

/**
 * How a context is made.
 *
 * @param sequences answers that can run at once
 * @param sequenceTokens tokens that each of them may hold, prompt and answer together
 * @param batchTokens most tokens of one decode call
 * @param threads threads of one decode call; never all cores, since the library's threads spin
 * @param kvType what keys and values are kept as; quantised ones need flash attention
 * @param attention how attention is computed; flash attention only where it keeps sequences apart
 */
public record ContextSettings(
        int sequences, int sequenceTokens, int batchTokens, int threads, KvType kvType, Attention attention) {

    public ContextSettings {
        if (sequences < 1 || sequences > 256 || sequenceTokens < 16 || batchTokens < sequences || threads < 1) {
            throw new IllegalArgumentException("a context needs 1 to 256 sequences of 16 or more tokens, a batch that"
                    + " holds one token of each, and a thread");
        }
        boolean allowed = attention == Attention.FLASH ? Attention.keepsApart(threads, kvType) : kvType == KvType.F16;
        if (!allowed) {
            throw new IllegalArgumentException(
                    attention + " attention does not go with " + threads + " threads and " + kvType);
        }
    }

    /** Keys and values in half precision, the fastest attention. */
    public ContextSettings(int sequences, int sequenceTokens, int batchTokens, int threads) {
        this(sequences, sequenceTokens, batchTokens, threads, KvType.F16, Attention.fastest(threads, KvType.F16));
    }
}
