package dev.cloister.inference.sampling;

import java.util.Arrays;

/** The tokens of a sequence so far, prompt included. */
public final class TokenHistory {

    private int[] tokens;
    private final int prompt;
    private int size;

    public TokenHistory(int[] prompt) {
        tokens = Arrays.copyOf(prompt, prompt.length + 64);
        size = prompt.length;
        this.prompt = prompt.length;
    }

    public void add(int token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * size);
        }
        tokens[size++] = token;
    }

    public int size() {
        return size;
    }

    /** The index of the answer's first token. */
    public int answerFrom() {
        return prompt;
    }

    /** The token at an index from 0. */
    public int at(int index) {
        return tokens[index];
    }

    /** The last token, or -1 where there is none. */
    public int last() {
        return size == 0 ? -1 : tokens[size - 1];
    }

    /** All tokens, as a copy. */
    public int[] toArray() {
        return Arrays.copyOf(tokens, size);
    }
}
