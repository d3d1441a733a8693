package dev.cloister.retrieval.citation;

import dev.cloister.retrieval.sentence.Span;
import java.util.Optional;

/**
 * What supports a sentence of an answer.
 *
 * @param sentence where the sentence lies in the answer
 * @param claims whether it says anything that could be supported: no question, and not a word or two
 * @param passageId the passage that supports it; empty where none does
 * @param evidence how strong the best passage's evidence is, in [0, 1]; 0 where every passage was ruled out
 */
public record Citation(Span sentence, boolean claims, Optional<String> passageId, double evidence) {

    /** Whether it claims something that no passage supports. */
    public boolean unsupported() {
        return claims && passageId.isEmpty();
    }
}
