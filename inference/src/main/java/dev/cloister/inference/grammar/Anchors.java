package dev.cloister.inference.grammar;

import dev.cloister.inference.grammar.Regex.Choice;
import dev.cloister.inference.grammar.Regex.Sequence;
import java.util.ArrayList;
import java.util.List;

/** Resolves the anchors of an expression where they stand at the edge of the whole or of a choice. */
final class Anchors {

    private final Regex free;

    private Anchors(Regex free) {
        this.free = free;
    }

    /** The same texts, for an expression that has to match from beginning to end. */
    static Regex whole(Regex regex) {
        return new Anchors(new Sequence(List.of())).resolved(regex);
    }

    /** The whole texts in which an expression matches somewhere. */
    static Regex anywhere(Regex regex) {
        return new Anchors(Regex.ANYTHING).resolved(regex);
    }

    private Regex resolved(Regex regex) {
        return switch (regex) {
            case Choice choice ->
                new Choice(choice.choices().stream().map(this::resolved).toList());
            case Sequence sequence
            when sequence.parts().size() == 1 -> resolved(sequence.parts().getFirst());
            case Sequence sequence -> edges(sequence.parts());
            case Regex.Start start -> free;
            case Regex.End end -> free;
            case Regex.Chars chars -> edges(List.of(chars));
            case Regex.Repeat repeat -> edges(List.of(repeat));
        };
    }

    private Regex edges(List<Regex> parts) {
        List<Regex> inside = new ArrayList<>(parts);
        boolean fromStart = !inside.isEmpty() && inside.getFirst() instanceof Regex.Start;
        if (fromStart) {
            inside.removeFirst();
        }
        boolean toEnd = !inside.isEmpty() && inside.getLast() instanceof Regex.End;
        if (toEnd) {
            inside.removeLast();
        }
        if (!fromStart) {
            inside.addFirst(free);
        }
        if (!toEnd) {
            inside.addLast(free);
        }
        return new Sequence(List.copyOf(inside));
    }
}
