package dev.cloister.inference.score;

/**
 * A text as tokens.
 *
 * @param prompt what stands before
 * @param tokens what is scored, at least one
 */
public record PreparedText(int[] prompt, int[] tokens) {

    int length() {
        return prompt.length + tokens.length;
    }

    int token(int position) {
        return position < prompt.length ? prompt[position] : tokens[position - prompt.length];
    }

    /** The first position whose row is wanted: it predicts the text's first token where anything stands before it. */
    int firstRow() {
        return Math.max(0, prompt.length - 1);
    }
}
