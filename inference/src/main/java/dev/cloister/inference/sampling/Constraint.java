package dev.cloister.inference.sampling;

import java.util.BitSet;

/** What may be drawn next; it follows the answer. */
public interface Constraint {

    /** Nothing is forbidden. */
    Constraint NONE = new Unconstrained();

    /** Whether the token may come next. Cheap: asked for single candidates. */
    boolean allows(int token);

    /** All tokens that may come next. Asked when several candidates in a row were refused. */
    BitSet allowed();

    /** Tells that an allowed token was drawn. */
    void accept(int token);

    /** Whether the answer is whole and nothing can follow. */
    boolean finished();
}
