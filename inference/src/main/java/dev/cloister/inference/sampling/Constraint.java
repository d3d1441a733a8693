package dev.cloister.inference.sampling;

import java.util.BitSet;
import java.util.OptionalInt;

/** What may be drawn next; it follows the answer. */
public interface Constraint {

    /** Nothing is forbidden. */
    Constraint NONE = new Unconstrained();

    /**
     * Tells how many tokens the answer may have, before the first one is drawn. A constraint that can be fulfilled within
     * them then allows only what keeps it so.
     */
    default void limit(int tokens) {}

    /** Whether the token may come next. Cheap: asked for single candidates. */
    boolean allows(int token);

    /** All tokens that may come next. Asked when several candidates in a row were refused. */
    BitSet allowed();

    /** The token that comes next in any case: it is taken without a draw. */
    default OptionalInt forced() {
        return OptionalInt.empty();
    }

    /** Tells that an allowed token was drawn. */
    void accept(int token);

    /** Whether the answer may end here. */
    default boolean complete() {
        return finished();
    }

    /** Whether the answer is whole and nothing can follow. */
    boolean finished();
}
