package dev.cloister.retrieval.citation;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A sentence of a passage, whole and in clauses. A long sentence says several things: an answer that repeats one of them
 * is close to that clause, and a "nothing" in another clause does not deny it.
 *
 * @param sentence the whole
 * @param clauses its parts between commas, semicolons and colons; the whole alone where it has none
 */
record Source(String sentence, List<String> clauses) {

    private static final int FEWEST_WORDS = 3;

    static Source of(String sentence) {
        List<String> clauses = Arrays.stream(sentence.split("[,;:]\\s+", -1))
                .map(String::strip)
                .filter(clause -> clause.split("\\s+", -1).length >= FEWEST_WORDS)
                .toList();
        return new Source(sentence, clauses.isEmpty() ? List.of(sentence) : clauses);
    }

    /** All that is to be embedded. */
    Set<String> parts() {
        Set<String> parts = new LinkedHashSet<>(clauses);
        parts.add(sentence);
        return parts;
    }
}
