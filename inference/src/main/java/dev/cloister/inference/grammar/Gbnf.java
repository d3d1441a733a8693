package dev.cloister.inference.grammar;

import java.util.List;

/** The right side of a rule in GBNF notation as a tree. */
sealed interface Gbnf {

    /** One character of the set. */
    record Chars(CodePoints set) implements Gbnf {}

    /** Another rule. */
    record Rule(String name) implements Gbnf {}

    /** One after the other; nothing where there are none. */
    record Sequence(List<Gbnf> parts) implements Gbnf {}

    /** One of several. */
    record Choice(List<Gbnf> choices) implements Gbnf {}

    /** Several times; most is negative where there is no limit. */
    record Repeat(Gbnf part, int least, int most) implements Gbnf {}
}
