package dev.cloister.watermark.scheme;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Kinds of places, numbered in the order in which a text has them. */
final class Numbers {

    private final int[] numbers;
    private final int count;

    private Numbers(int[] numbers, int count) {
        this.numbers = numbers;
        this.count = count;
    }

    /**
     * @param first place that has a kind
     * @param kind of a place: what is equal has the same number
     */
    static Numbers of(int length, int first, IntFunction<?> kind) {
        Map<Object, Integer> known = new HashMap<>();
        int[] numbers = new int[length];
        for (int i = 0; i < length; i++) {
            int next = known.size();
            numbers[i] = i < first ? -1 : known.computeIfAbsent(kind.apply(i), same -> next);
        }
        return new Numbers(numbers, known.size());
    }

    /** The kind at a place; -1 where it has none. */
    int at(int place) {
        return numbers[place];
    }

    int count() {
        return count;
    }
}
