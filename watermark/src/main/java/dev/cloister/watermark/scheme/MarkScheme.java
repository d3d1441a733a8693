package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.statistics.Evidence;
import java.util.Arrays;

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

    /** Scores parts of one text; what parts share is computed once where the scheme can. Not for several threads. */
    default Parts parts(int[] tokens) {
        return (from, to) -> score(Arrays.copyOfRange(tokens, from, to));
    }

    /** The parts of a text. */
    @FunctionalInterface
    interface Parts {

        /**
         * What {@link MarkScheme#score} says of the tokens from {@code from} to before {@code to}. A scheme whose first
         * tokens have contexts of their own may look at the tokens before the part in their place.
         */
        Evidence score(int from, int to);
    }

    /** A scheme that marks by changing which token is drawn. */
    sealed interface OnTokens extends MarkScheme
            permits EntropyGated,
                    Gumbel,
                    KeyedGreenList,
                    KeyedTournament,
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
