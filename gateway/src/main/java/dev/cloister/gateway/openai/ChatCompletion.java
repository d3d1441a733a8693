package dev.cloister.gateway.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cloister.inference.Completion;
import java.util.List;
import java.util.Optional;

/** OpenAI's answers: the whole one and the streamed chunk. */
final class ChatCompletion {

    private ChatCompletion() {}

    /** A whole answer. */
    record Whole(String id, String object, long created, String model, List<Choice> choices, Usage usage) {}

    /** A chunk of a streamed answer. */
    record Chunk(
            String id, String object, long created, String model, List<DeltaChoice> choices, Optional<Usage> usage) {}

    /** The one choice of a whole answer. */
    record Choice(
            int index,
            Reply message,
            @JsonProperty("finish_reason") String finishReason) {}

    /** The assistant's message. */
    record Reply(String role, String content) {}

    /** The one choice of a chunk. */
    record DeltaChoice(
            int index,
            Delta delta,
            @JsonProperty("finish_reason") Optional<String> finishReason) {}

    /** What a chunk adds. */
    record Delta(Optional<String> role, Optional<String> content) {}

    /** Token counts. */
    record Usage(
            @JsonProperty("prompt_tokens") int promptTokens,
            @JsonProperty("completion_tokens") int completionTokens,
            @JsonProperty("total_tokens") int totalTokens) {
        static Usage of(Completion completion) {
            return new Usage(
                    completion.promptTokens(),
                    completion.completionTokens(),
                    completion.promptTokens() + completion.completionTokens());
        }
    }

    static String finishReason(Completion completion) {
        return switch (completion.reason()) {
            case STOP, CANCELLED -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
        };
    }
}
