package dev.cloister.inference.sampling;

import java.util.BitSet;
import java.util.function.IntFunction;

/** The tokens at which a repetition ends: those with a newline, a colon, a quote or an asterisk. */
public final class SequenceBreakers {

    private static final String ENDING = "\n:\"*";

    private SequenceBreakers() {}

    /**
     * @param size how many tokens there are
     * @param piece the bytes of each
     */
    public static BitSet of(int size, IntFunction<byte[]> piece) {
        BitSet breakers = new BitSet(size);
        for (int token = 0; token < size; token++) {
            for (byte value : piece.apply(token)) {
                if (ENDING.indexOf(value) >= 0) {
                    breakers.set(token);
                }
            }
        }
        return breakers;
    }
}
