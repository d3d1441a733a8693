package dev.cloister.inference;

import java.util.List;

/**
 * How an answer ended, and what it cost. Token counts are the model's own.
 *
 * @param cachedTokens tokens of the prompt that were taken from an earlier request of the same session
 * @param toolCalls calls that the model asks for, in its order
 */
public record Completion(
        FinishReason reason, int promptTokens, int completionTokens, int cachedTokens, List<ToolCall> toolCalls) {

    public Completion {
        toolCalls = List.copyOf(toolCalls);
    }

    /** An ordinary end. */
    public Completion(FinishReason reason, int promptTokens, int completionTokens) {
        this(reason, promptTokens, completionTokens, 0, List.of());
    }

    /** Why generation ended. */
    public enum FinishReason {
        /** The model ended its turn, or a stop text came up, or the form is fulfilled. */
        STOP,
        /** The token limit or the context's end was reached. */
        LENGTH,
        /** The model asks for tools. */
        TOOL_CALLS,
        /** The caller closed the generation. */
        CANCELLED
    }
}
