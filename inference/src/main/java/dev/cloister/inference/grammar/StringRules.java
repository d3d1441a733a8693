package dev.cloister.inference.grammar;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a schema says about strings.
 *
 * @param least fewest code points
 * @param most most code points; negative where there is no limit
 * @param patterns expressions that match somewhere
 * @param formats formats that hold
 */
record StringRules(int least, int most, Set<String> patterns, Set<String> formats) {

    static final StringRules ANY = new StringRules(0, -1, Set.of(), Set.of());

    StringRules and(StringRules other) {
        return new StringRules(
                Math.max(least, other.least),
                most < 0 || other.most < 0 ? Math.max(most, other.most) : Math.min(most, other.most),
                union(patterns, other.patterns),
                union(formats, other.formats));
    }

    /** Whether the lengths leave nothing. */
    boolean empty() {
        return most >= 0 && least > most;
    }

    private static Set<String> union(Set<String> one, Set<String> two) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(two);
        return all;
    }
}
