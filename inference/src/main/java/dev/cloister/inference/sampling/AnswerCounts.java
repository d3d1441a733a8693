package dev.cloister.inference.sampling;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** How often each token stands in an answer so far; costs as much as there are new tokens. */
final class AnswerCounts {

    private final Map<Integer, Integer> places = new HashMap<>();
    private int[] tokens = new int[64];
    private int[] counts = new int[64];
    private int size;
    private int followed;

    /** Counts the answer's tokens since the last call. */
    void follow(TokenHistory history) {
        for (followed = Math.max(followed, history.answerFrom()); followed < history.size(); followed++) {
            int token = history.at(followed);
            Integer place = places.putIfAbsent(token, size);
            if (place != null) {
                counts[place]++;
                continue;
            }
            if (size == tokens.length) {
                tokens = Arrays.copyOf(tokens, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            tokens[size] = token;
            counts[size++] = 1;
        }
    }

    int size() {
        return size;
    }

    int token(int place) {
        return tokens[place];
    }

    int count(int place) {
        return counts[place];
    }
}
