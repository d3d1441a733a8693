package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.statistics.Evidence;

/**
 * A watermarking scheme together with its key: what makes the mark, and what finds it.
 *
 * <p>Each names the paper and section that it follows and, where its marks can be exchanged with other software, which.
 * All count a distinct context or type once, since repetitions are no independent evidence. Scheme and key are one
 * value: another key is another {@code MarkScheme}.
 */
public sealed interface MarkScheme permits MarkScheme.OnTokens, SentenceChoice {

    /** The scheme's name, the same for all keys. */
    String name();

    /**
     * How far the text exceeds chance. Its p-value is honest over the choice of the key, whatever the text.
     *
     * @param tokens the text's token ids, without prompt and special tokens
     */
    Evidence score(int[] tokens);

    /** A scheme that marks by changing which token is drawn. */
    sealed interface OnTokens extends MarkScheme
            permits EntropyGated,
                    Gumbel,
                    KeyedGreenList,
                    KgwGreenList,
                    SparseBias,
                    SynthId,
                    SynthIdBayesian,
                    Topic,
                    Unigram {

        /** A fresh stage for one generation, on one thread. */
        LogitsStage marker();
    }
}
