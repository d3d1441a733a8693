package dev.cloister.inference;

/** How an answer ended, and what it cost. Token counts are the model's own. */
public record Completion(FinishReason reason, int promptTokens, int completionTokens) {

    /** Why generation ended. */
    public enum FinishReason {
        /** The model ended its turn, or a stop text came up, or the schema is fulfilled. */
        STOP,
        /** The token limit or the context's end was reached. */
        LENGTH,
        /** The caller closed the generation. */
        CANCELLED
    }
}
