package dev.cloister.inference.sampling;

import java.util.BitSet;
import java.util.function.IntToDoubleFunction;

/** Tokens that can be drawn, with unnormalised probabilities. */
interface Support {

    /** The sum of all weights. */
    double total();

    /** The entropy in nats of the distribution; before any token was taken out or scaled. */
    double entropy();

    /** The token that a uniform number in [0, 1) falls on. */
    int draw(double uniform);

    /** Takes one token out. */
    void remove(int token);

    /** Takes all tokens outside the set out. */
    void retain(BitSet members);

    /** Multiplies each weight that is not 0. */
    void scale(IntToDoubleFunction factor);

    /** The tokens with a weight above 0. */
    int[] tokens();
}
