package dev.cloister.retrieval.ring.kernel;

/**
 * A part of a transform that goes once over all numbers. The compiler translates each kind by itself, since too many are
 * called from one place to inline them: translated together, they have more than it inlines, and vectors become objects.
 */
sealed interface TransformPass
        permits ForwardBlocks, ForwardRows, InverseBlocks, InverseRows, Reduction, Scaling, Transposition {

    void apply(double[] values);
}
