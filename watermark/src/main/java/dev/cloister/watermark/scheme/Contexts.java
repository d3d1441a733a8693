package dev.cloister.watermark.scheme;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** The contexts that lie in the text as a whole, by number. */
    static Numbers numbers(int[] tokens, int width) {
        return Numbers.of(
                tokens.length, width, place -> IntBuffer.wrap(Arrays.copyOfRange(tokens, place - width, place)));
    }

    /** A context of four tokens. */
    private record Four(long older, long newer) {

        static final int WIDTH = 4;

        static Four of(int[] context) {
            return new Four(pair(context[0], context[1]), pair(context[2], context[3]));
        }

        private static long pair(int first, int second) {
            return (long) first << Integer.SIZE | Integer.toUnsignedLong(second);
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
