package dev.cloister.retrieval.federation.search;

/** How passages of several parties become one list. */
public enum Merge {
    /** By score, as if all vectors lay in one place. */
    SCORES,

    /**
     * Each party's best, then each party's second best, and so on; within a turn by score. Passages of different parties are never
     * the same, so that this is what reciprocal rank fusion comes to: no party gets more than its part of the list.
     */
    TURNS
}
