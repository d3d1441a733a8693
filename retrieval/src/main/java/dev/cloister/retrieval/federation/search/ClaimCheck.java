package dev.cloister.retrieval.federation.search;

/**
 * Whether a passage's text can have the score that its owner claims. An owner cannot see the question, and so has no text at hand
 * that would go with a score that it made up.
 */
public interface ClaimCheck {

    /** Believes everything. */
    ClaimCheck NONE = (question, text, cosine) -> Verdict.HOLDS;

    /** What is found of a claim. */
    enum Verdict {
        /** The text can have the score. */
        HOLDS,
        /** It cannot. */
        REFUTED,
        /** It could not be looked at, which says nothing of its owner. */
        UNKNOWN
    }

    /**
     * @param question the question's embedding, of length 1
     * @param text the passage, as it was opened
     * @param cosine what its owner claims
     */
    Verdict check(float[] question, String text, double cosine);
}
