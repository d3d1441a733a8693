package dev.cloister.gateway.openai.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cloister.gateway.openai.answer.LogProbabilities;
import dev.cloister.gateway.openai.answer.Usage;
import dev.cloister.inference.Completion;
import dev.cloister.inference.ToolCall;
import java.util.List;
import java.util.Optional;

/** OpenAI's chat completion, whole and in chunks. */
final class ChatShape {

    private ChatShape() {}

    /** A whole answer. */
    record Whole(
            String id,
            String object,
            long created,
            String model,
            @JsonProperty("system_fingerprint") String fingerprint,
            List<Choice> choices,
            Usage usage) {}

    /** A chunk of a streamed answer. */
    record Chunk(
            String id,
            String object,
            long created,
            String model,
            @JsonProperty("system_fingerprint") String fingerprint,
            List<DeltaChoice> choices,
            @JsonInclude Optional<Usage> usage) {}

    /** One of a whole answer's choices. */
    @JsonInclude
    record Choice(
            int index,
            Reply message,
            Optional<LogProbabilities> logprobs,
            @JsonProperty("finish_reason") String finishReason) {}

    /** The assistant's message. */
    record Reply(
            String role,
            @JsonInclude Optional<String> content,
            @JsonInclude Optional<String> refusal,
            @JsonProperty("tool_calls") Optional<List<Call>> toolCalls) {}

    /** One choice's part of a chunk. */
    @JsonInclude
    record DeltaChoice(
            int index,
            Delta delta,
            Optional<LogProbabilities> logprobs,
            @JsonProperty("finish_reason") Optional<String> finishReason) {}

    /** What a chunk adds. */
    record Delta(
            Optional<String> role,
            Optional<String> content,
            @JsonProperty("tool_calls") Optional<List<DeltaCall>> toolCalls) {

        static final Delta NOTHING = new Delta(Optional.empty(), Optional.empty(), Optional.empty());
        static final Delta ROLE = new Delta(Optional.of("assistant"), Optional.of(""), Optional.empty());

        static Delta content(String text) {
            return new Delta(Optional.empty(), Optional.of(text), Optional.empty());
        }

        static Delta calls(List<DeltaCall> calls) {
            return new Delta(Optional.empty(), Optional.empty(), Optional.of(calls));
        }
    }

    /** A call of a whole answer. */
    record Call(String id, String type, Function function) {
        static Call of(ToolCall call) {
            return new Call(call.id(), "function", new Function(call.tool(), call.arguments()));
        }
    }

    /** A call in a chunk. */
    record DeltaCall(int index, String id, String type, Function function) {
        static DeltaCall of(int index, ToolCall call) {
            return new DeltaCall(index, call.id(), "function", new Function(call.tool(), call.arguments()));
        }
    }

    /** What is called. */
    record Function(String name, String arguments) {}

    static String finishReason(Completion completion) {
        return switch (completion.reason()) {
            case STOP, CANCELLED -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
        };
    }
}
