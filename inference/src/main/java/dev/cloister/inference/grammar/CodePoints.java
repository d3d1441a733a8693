package dev.cloister.inference.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A set of Unicode scalar values.
 *
 * @param ranges disjoint, ascending, not touching
 */
record CodePoints(List<Range> ranges) {

    static final CodePoints NONE = new CodePoints(List.of());

    /** Every scalar value: all code points but surrogates. */
    static final CodePoints ALL = new CodePoints(List.of(new Range(0, 0xD7FF), new Range(0xE000, 0x10FFFF)));

    /** Both ends included. */
    record Range(int from, int to) {}

    static CodePoints of(int... members) {
        return normal(
                Arrays.stream(members).mapToObj(one -> new Range(one, one)).toList());
    }

    static CodePoints range(int from, int to) {
        return normal(List.of(new Range(from, to))).and(ALL);
    }

    static CodePoints matching(IntPredicate member) {
        List<Range> found = new ArrayList<>();
        int from = -1;
        for (int value = 0; value <= 0x110000; value++) {
            boolean in = value <= 0x10FFFF && member.test(value);
            if (in && from < 0) {
                from = value;
            } else if (!in && from >= 0) {
                found.add(new Range(from, value - 1));
                from = -1;
            }
        }
        return normal(found).and(ALL);
    }

    CodePoints or(CodePoints other) {
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        return normal(all);
    }

    CodePoints and(CodePoints other) {
        List<Range> both = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < ranges.size() && j < other.ranges.size()) {
            Range x = ranges.get(i);
            Range y = other.ranges.get(j);
            int from = Math.max(x.from, y.from);
            int to = Math.min(x.to, y.to);
            if (from <= to) {
                both.add(new Range(from, to));
            }
            if (x.to < y.to) {
                i++;
            } else {
                j++;
            }
        }
        return new CodePoints(both);
    }

    CodePoints complement() {
        List<Range> gaps = new ArrayList<>();
        int from = 0;
        for (Range range : ranges) {
            if (range.from > from) {
                gaps.add(new Range(from, range.from - 1));
            }
            from = range.to + 1;
        }
        if (from <= 0x10FFFF) {
            gaps.add(new Range(from, 0x10FFFF));
        }
        return new CodePoints(gaps).and(ALL);
    }

    CodePoints minus(CodePoints other) {
        return and(other.complement());
    }

    boolean contains(int value) {
        return ranges.stream().anyMatch(range -> range.from <= value && value <= range.to);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    private static CodePoints normal(List<Range> any) {
        List<Range> sorted = new ArrayList<>(any);
        sorted.sort(Comparator.comparingInt(Range::from));
        List<Range> merged = new ArrayList<>();
        for (Range range : sorted) {
            if (!merged.isEmpty() && range.from <= merged.getLast().to + 1) {
                Range last = merged.removeLast();
                merged.add(new Range(last.from, Math.max(last.to, range.to)));
            } else {
                merged.add(range);
            }
        }
        return new CodePoints(List.copyOf(merged));
    }
}
