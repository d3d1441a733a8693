package dev.cloister.watermark.scheme;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The contexts of a text: the tokens before each token. */
final class Contexts {

    private Contexts() {}

    /** A token and what stands before it, oldest first. */
    record Place(int[] context, int token) {}

    /** The first occurrence of each distinct context that lies in the text as a whole, in the text's order. */
    static List<Place> whole(int[] tokens, int width) {
        List<Place> places = new ArrayList<>();
        Set<List<Integer>> seen = new HashSet<>();
        for (int i = width; i < tokens.length; i++) {
            int[] context = Arrays.copyOfRange(tokens, i - width, i);
            if (seen.add(Arrays.stream(context).boxed().toList())) {
                places.add(new Place(context, tokens[i]));
            }
        }
        return places;
    }

    /**
     * The contexts of all places by number.
     *
     * @param padding stands before the text's first token
     */
    static Numbers numbers(int[] tokens, int padding, int first) {
        return Numbers.of(tokens.length, first, place -> Four.of(before(tokens, place, Four.WIDTH, padding)));
    }

    /**
     * The contexts that lie in the text as a whole, by number.
     *
     * @param width from 1 to 4
     */
    static Numbers wholeNumbers(int[] tokens, int width) {
        return Numbers.of(
                tokens.length,
                width,
                width > 2
                        ? place -> Four.of(before(tokens, place, width, 0))
                        : place -> pair(width == 1 ? 0 : tokens[place - 2], tokens[place - 1]));
    }

    private static long pair(int first, int second) {
        return (long) first << Integer.SIZE | Integer.toUnsignedLong(second);
    }

    /** A context of up to four tokens. Compares, so that whoever makes many hash alike gains nothing. */
    private record Four(long older, long newer) implements Comparable<Four> {

        static final int WIDTH = 4;

        static Four of(int[] context) {
            int[] four = last(context, WIDTH, 0);
            return new Four(pair(four[0], four[1]), pair(four[2], four[3]));
        }

        @Override
        public int compareTo(Four other) {
            return Comparator.comparingLong(Four::older)
                    .thenComparingLong(Four::newer)
                    .compare(this, other);
        }
    }

    /** What stands before a place, oldest first. */
    static int[] before(int[] tokens, int place, int width, int padding) {
        int[] context = new int[width];
        for (int i = 0; i < width; i++) {
            int from = place - width + i;
            context[i] = from < 0 ? padding : tokens[from];
        }
        return context;
    }

    /** The last tokens of a sequence, padded in front where it is shorter. */
    static int[] last(int[] tokens, int width, int padding) {
        int[] context = new int[width];
        Arrays.fill(context, padding);
        int length = Math.min(width, tokens.length);
        System.arraycopy(tokens, tokens.length - length, context, width - length, length);
        return context;
    }
}
