package dev.cloister.gateway.openai.response;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.inference.Completion;
import java.util.List;
import java.util.Optional;

/** OpenAI's response. */
@JsonInclude
record ResponseBody(
        String id,
        String object,
        @JsonProperty("created_at") long createdAt,
        String status,
        boolean background,
        Optional<Failure> error,
        @JsonProperty("incomplete_details") Optional<Incomplete> incompleteDetails,
        Optional<String> instructions,
        @JsonProperty("max_output_tokens") Optional<Integer> maxOutputTokens,
        String model,
        List<Item> output,
        @JsonProperty("parallel_tool_calls") boolean parallelToolCalls,
        @JsonProperty("previous_response_id") Optional<String> previous,
        Reasoning reasoning,
        boolean store,
        double temperature,
        JsonNode text,
        @JsonProperty("tool_choice") JsonNode toolChoice,
        JsonNode tools,
        @JsonProperty("top_logprobs") int topLogprobs,
        @JsonProperty("top_p") double topP,
        String truncation,
        Optional<Usage> usage,
        Optional<String> user,
        JsonNode metadata) {

    /** Why a response failed. */
    record Failure(String code, String message) {}

    /** Why a response is not complete. */
    record Incomplete(String reason) {}

    /** No model here thinks aside. */
    @JsonInclude
    record Reasoning(Optional<String> effort, Optional<String> summary) {
        static final Reasoning NONE = new Reasoning(Optional.empty(), Optional.empty());
    }

    /** Token counts. */
    record Usage(
            @JsonProperty("input_tokens") int inputTokens,
            @JsonProperty("input_tokens_details") Cached inputDetails,
            @JsonProperty("output_tokens") int outputTokens,
            @JsonProperty("output_tokens_details") Thought outputDetails,
            @JsonProperty("total_tokens") int totalTokens) {

        static Usage of(Completion end) {
            return new Usage(
                    end.promptTokens(),
                    new Cached(end.cachedTokens()),
                    end.completionTokens(),
                    new Thought(0),
                    end.promptTokens() + end.completionTokens());
        }
    }

    /** How many of the input's tokens had been computed before. */
    record Cached(@JsonProperty("cached_tokens") int cachedTokens) {}

    /** Tokens of thinking aside. */
    record Thought(@JsonProperty("reasoning_tokens") int reasoningTokens) {}

    ResponseBody ended(List<Item> items, Completion end) {
        boolean cut = end.reason() == Completion.FinishReason.LENGTH;
        return with(
                cut ? "incomplete" : "completed",
                Optional.empty(),
                cut ? Optional.of(new Incomplete("max_output_tokens")) : Optional.empty(),
                items,
                Optional.of(Usage.of(end)));
    }

    ResponseBody failed(String code, String message) {
        return with("failed", Optional.of(new Failure(code, message)), Optional.empty(), output, Optional.empty());
    }

    private ResponseBody with(
            String newStatus,
            Optional<Failure> newError,
            Optional<Incomplete> incomplete,
            List<Item> items,
            Optional<Usage> newUsage) {
        return new ResponseBody(
                id,
                object,
                createdAt,
                newStatus,
                background,
                newError,
                incomplete,
                instructions,
                maxOutputTokens,
                model,
                List.copyOf(items),
                parallelToolCalls,
                previous,
                reasoning,
                store,
                temperature,
                text,
                toolChoice,
                tools,
                topLogprobs,
                topP,
                truncation,
                newUsage,
                user,
                metadata);
    }
}
