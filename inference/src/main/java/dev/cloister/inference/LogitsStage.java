package dev.cloister.inference;

import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/** A stage that changes which token is drawn: after temperature and truncation, before the draw. */
public sealed interface LogitsStage permits LogitsStage.TokenBias, LogitsStage.CandidateStage, LogitsStage.TokenChoice {

    /**
     * Adds a bounded amount to a token's logit. The sampler calls it only for tokens that it is about to draw: it draws
     * from the unbiased distribution and keeps a token with probability exp(bias - bound), which gives exactly the biased
     * distribution at a cost that does not depend on the vocabulary.
     */
    non-sealed interface TokenBias extends LogitsStage {

        /**
         * @param previous the token before the one to be drawn, or -1 where there is none
         * @param candidate the token that may be drawn
         * @return what is added to its logit, at most {@link #bound()}
         */
        double bias(int previous, int candidate);

        /** The largest value that {@link #bias} returns. */
        double bound();

        /**
         * Whether it biases the token about to be drawn at all; asked once for each.
         *
         * @param entropy tells the entropy in nats of what is drawn from, before any bias
         */
        default boolean biases(DoubleSupplier entropy) {
            return true;
        }
    }

    /** Sees all tokens that can still be drawn; for schemes that are no bounded bias. */
    non-sealed interface CandidateStage extends LogitsStage {

        /**
         * Changes the logits in place.
         *
         * @param context the tokens so far, prompt included
         * @param candidates ids of the tokens that can still be drawn
         * @param logits their logits after temperature, same order; negative infinity removes a candidate
         */
        void apply(int[] context, int[] candidates, float[] logits);
    }

    /**
     * Takes one of several tokens that were drawn: for schemes that keep the distribution. Costs a draw for each, whatever
     * the vocabulary. An answer has at most one, and no {@link CandidateStage} beside it; at temperature 0 it is not asked,
     * since all draws are the same token.
     */
    non-sealed interface TokenChoice extends LogitsStage {

        /**
         * Chooses the next token.
         *
         * @param context the tokens so far, prompt included
         * @param draws each call draws a token, independent of those before: after temperature, truncation and biases,
         *     and as the answer's form allows
         * @param uniforms each call gives a number in [0, 1)
         * @return one of the tokens drawn
         */
        int choose(int[] context, IntSupplier draws, DoubleSupplier uniforms);
    }
}
