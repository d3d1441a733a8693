package dev.cloister.inference.grammar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Regular expressions as automata: a state for each character that stands in the expression (Glushkov 1961). */
final class RegexAutomaton {

    private static final int MOST_STATES = 5_000;
    private static final int MOST_EDGES = 100_000;
    private static final int MOST_STEPS = 100_000;

    private final AutomatonMaker maker = new AutomatonMaker(MOST_STATES, MOST_EDGES);
    private final List<CodePoints> characters = new ArrayList<>();
    private final Set<Long> made = new HashSet<>();
    private int steps;

    /** What a part of the expression begins and ends with. */
    private record Span(boolean empty, List<Integer> first, List<Integer> last) {}

    private static final Span NOTHING = new Span(true, List.of(), List.of());

    private RegexAutomaton() {}

    /** The texts that the expression matches from beginning to end. */
    static Automaton whole(Regex regex) {
        return new RegexAutomaton().make(Anchors.whole(regex));
    }

    /** The texts in which the expression matches somewhere, as in JSON Schema. */
    static Automaton anywhere(Regex regex) {
        return new RegexAutomaton().make(Anchors.anywhere(regex));
    }

    private Automaton make(Regex regex) {
        maker.add(false);
        characters.add(CodePoints.NONE);
        Span all = span(regex);
        all.first().forEach(state -> follow(0, state));
        all.last().forEach(maker::accept);
        if (all.empty()) {
            maker.accept(0);
        }
        return maker.make();
    }

    private Span span(Regex regex) {
        if (++steps > MOST_STEPS) {
            throw new NotationException("its repetitions multiply to too many");
        }
        return switch (regex) {
            case Regex.Chars chars -> character(chars.set());
            case Regex.Sequence sequence -> {
                Span all = NOTHING;
                for (Regex part : sequence.parts()) {
                    all = then(all, span(part));
                }
                yield all;
            }
            case Regex.Choice choice -> {
                Span all = new Span(false, List.of(), List.of());
                for (Regex one : choice.choices()) {
                    Span next = span(one);
                    all = new Span(
                            all.empty() || next.empty(),
                            joined(all.first(), next.first()),
                            joined(all.last(), next.last()));
                }
                yield all;
            }
            case Regex.Repeat repeat -> repeat(repeat);
            case Regex.Start start -> throw new NotationException("an anchor stands in the middle");
            case Regex.End end -> throw new NotationException("an anchor stands in the middle");
        };
    }

    private Span character(CodePoints set) {
        if (set.isEmpty()) {
            return new Span(false, List.of(), List.of());
        }
        int state = maker.add(false);
        characters.add(set);
        return new Span(false, List.of(state), List.of(state));
    }

    private Span repeat(Regex.Repeat repeat) {
        Span rest = NOTHING;
        if (repeat.most() < 0) {
            Span one = span(repeat.part());
            one.last().forEach(from -> one.first().forEach(to -> follow(from, to)));
            rest = new Span(true, one.first(), one.last());
        } else {
            for (int i = repeat.least(); i < repeat.most(); i++) {
                Span more = then(span(repeat.part()), rest);
                rest = new Span(true, more.first(), more.last());
            }
        }
        Span needed = NOTHING;
        for (int i = 0; i < repeat.least(); i++) {
            needed = then(needed, span(repeat.part()));
        }
        return then(needed, rest);
    }

    private Span then(Span one, Span two) {
        one.last().forEach(from -> two.first().forEach(to -> follow(from, to)));
        return new Span(
                one.empty() && two.empty(),
                one.empty() ? joined(one.first(), two.first()) : one.first(),
                two.empty() ? joined(one.last(), two.last()) : two.last());
    }

    private void follow(int from, int to) {
        if (made.add((long) from << 32 | to)) {
            maker.edge(from, characters.get(to), to);
        }
    }

    private static List<Integer> joined(List<Integer> one, List<Integer> two) {
        if (one.isEmpty() || two.isEmpty()) {
            return one.isEmpty() ? two : one;
        }
        List<Integer> all = new ArrayList<>(one.size() + two.size());
        all.addAll(one);
        all.addAll(two);
        return all;
    }
}
