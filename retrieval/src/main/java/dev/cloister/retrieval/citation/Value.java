package dev.cloister.retrieval.citation;

import dev.cloister.retrieval.sentence.Span;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A number, date or name in a sentence.
 *
 * @param canonical as it is compared: a number's digits; a date as year-month-day with "?" for what is not said; a name's words
 *     in lower case
 * @param unit the stem of the word that is counted, or a sign such as %; empty where there is none
 * @param span where it lies in the sentence
 */
record Value(Kind kind, String canonical, String unit, Span span) {

    enum Kind {
        NUMBER,
        DATE,
        NAME
    }

    /** Whether the two may be values of the same thing. */
    boolean comparable(Value other) {
        return kind == other.kind && unit.equals(other.unit);
    }

    /** Whether both can be true of the same thing: the same number, dates that differ in nothing both say, a name and its part. */
    boolean agrees(Value other) {
        if (!comparable(other)) {
            return false;
        }
        return switch (kind) {
            case NUMBER -> canonical.equals(other.canonical);
            case DATE -> datesAgree(canonical.split("-", -1), other.canonical.split("-", -1));
            case NAME -> words().containsAll(other.words()) || other.words().containsAll(words());
        };
    }

    /** Whether a text that uses those words speaks of it. */
    boolean mentionedIn(Set<String> words) {
        return switch (kind) {
            case NUMBER -> words.contains(canonical);
            case DATE -> Arrays.stream(canonical.split("-", -1)).limit(1).anyMatch(words::contains);
            case NAME -> words().stream().anyMatch(words::contains);
        };
    }

    /** The first value that agrees with it. */
    Optional<Value> agreeing(List<Value> others) {
        return others.stream().filter(this::agrees).findFirst();
    }

    private Set<String> words() {
        return new HashSet<>(List.of(canonical.split(" ", -1)));
    }

    private static boolean datesAgree(String[] one, String[] other) {
        for (int i = 0; i < one.length; i++) {
            if (!one[i].equals("?") && !other[i].equals("?") && !one[i].equals(other[i])) {
                return false;
            }
        }
        return true;
    }
}
