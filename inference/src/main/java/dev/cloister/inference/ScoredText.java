package dev.cloister.inference;

/** A text to be scored, after a prompt that is not scored itself. */
public sealed interface ScoredText {

    /**
     * A text as people write it. Prompt and text are split into tokens apart, control sequences read as plain text, and
     * stand after what the model wants at the beginning of every text.
     *
     * @param prompt what stands before; may be empty
     * @param text what is scored
     */
    record Text(String prompt, String text) implements ScoredText {}

    /**
     * The model's own token ids, nothing added.
     *
     * @param prompt what stands before; may be empty
     * @param tokens what is scored
     */
    record Tokens(int[] prompt, int[] tokens) implements ScoredText {

        public Tokens {
            prompt = prompt.clone();
            tokens = tokens.clone();
        }

        @Override
        public int[] prompt() {
            return prompt.clone();
        }

        @Override
        public int[] tokens() {
            return tokens.clone();
        }
    }

    /** A text from its beginning. */
    static ScoredText of(String text) {
        return new Text("", text);
    }
}
