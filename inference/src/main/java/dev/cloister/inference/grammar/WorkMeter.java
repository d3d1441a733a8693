package dev.cloister.inference.grammar;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;

/**
 * Bounds what an answer may spend on following its grammar, in places looked at, so that a grammar with very many
 * readings ends its own answer and holds up no other.
 */
final class WorkMeter {

    /** In one call: some 20 ms. */
    private static final long MOST_AT_ONCE = 500_000;

    /** In one answer. */
    private static final long MOST = 20_000_000;

    private long atOnce;
    private long all;

    void begin() {
        atOnce = 0;
    }

    void spend() {
        atOnce++;
        all++;
        if (atOnce > MOST_AT_ONCE || all > MOST) {
            throw tooAmbiguous();
        }
    }

    static EngineException tooAmbiguous() {
        return new EngineException(
                Code.GRAMMAR_INVALID,
                "The answer's form can be read in too many ways to follow it, and the answer was ended; make its"
                        + " grammar, pattern or schema less ambiguous.");
    }
}
