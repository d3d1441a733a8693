package dev.cloister.inference.llama;

/**
 * How a context is made.
 *
 * @param sequences answers that can run at once
 * @param sequenceTokens tokens that each of them may hold, prompt and answer together
 * @param batchTokens most tokens of one decode call
 * @param threads threads of one decode call; never all cores, since the library's threads spin
 * @param kvType what keys and values are kept as
 */
public record ContextSettings(int sequences, int sequenceTokens, int batchTokens, int threads, KvType kvType) {

    public ContextSettings {
        if (sequences < 1 || sequences > 256 || sequenceTokens < 16 || batchTokens < sequences || threads < 1) {
            throw new IllegalArgumentException("a context needs 1 to 256 sequences of 16 or more tokens, a batch that"
                    + " holds one token of each, and a thread");
        }
    }

    /** Keys and values in half precision. */
    public ContextSettings(int sequences, int sequenceTokens, int batchTokens, int threads) {
        this(sequences, sequenceTokens, batchTokens, threads, KvType.F16);
    }
}
