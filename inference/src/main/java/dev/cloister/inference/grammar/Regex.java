package dev.cloister.inference.grammar;

import java.util.List;

/** A regular expression as a tree. */
sealed interface Regex {

    /** One character of the set. */
    record Chars(CodePoints set) implements Regex {}

    /** One after the other; nothing where there are none. */
    record Sequence(List<Regex> parts) implements Regex {}

    /** One of several. */
    record Choice(List<Regex> choices) implements Regex {}

    /** Several times; most is negative where there is no limit. */
    record Repeat(Regex part, int least, int most) implements Regex {}

    /** The text's beginning. */
    record Start() implements Regex {}

    /** The text's end. */
    record End() implements Regex {}

    /** Any characters. */
    Regex ANYTHING = new Repeat(new Chars(CodePoints.ALL), 0, -1);
}
