package dev.cloister.gateway.openai;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Sampling;
import org.jspecify.annotations.Nullable;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of OpenAI's chat completion request that is understood. A field that is not is refused rather than ignored,
 * except for those that only describe ({@code user}, {@code metadata}, {@code store}) and those that ask for nothing (a
 * penalty of 0, no log-probabilities, no tools).
 */
public record ChatCompletionRequest(
        @Nullable String model,
        @Nullable List<Turn> messages,
        @Nullable Boolean stream,
        @JsonProperty("stream_options") @Nullable StreamOptions streamOptions,

        @JsonProperty("max_tokens") @JsonAlias("max_completion_tokens") @Nullable
        Integer maxTokens,

        @Nullable Double temperature,
        @JsonProperty("top_p") @Nullable Double topP,
        @JsonProperty("top_k") @Nullable Integer topK,
        @JsonProperty("min_p") @Nullable Double minP,
        @JsonProperty("repetition_penalty") @Nullable Double repetitionPenalty,
        @Nullable Long seed,
        @Nullable JsonNode stop,
        @JsonProperty("response_format") @Nullable JsonNode responseFormat,
        @Nullable Integer n,
        @JsonProperty("presence_penalty") @Nullable Double presencePenalty,
        @JsonProperty("frequency_penalty") @Nullable Double frequencyPenalty,
        @Nullable Boolean logprobs,
        @Nullable List<JsonNode> tools,
        @Nullable String user,
        @Nullable JsonNode metadata,
        @Nullable Boolean store) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int DEFAULT_MAX_TOKENS = 512;

    /** One message; the content is a text or a list of text parts. */
    public record Turn(
            @Nullable String role,
            @Nullable JsonNode content,
            @Nullable String name,
            @Nullable JsonNode refusal) {}

    /** Options of a stream. */
    public record StreamOptions(
            @JsonProperty("include_usage") @Nullable Boolean includeUsage,
            @JsonProperty("include_obfuscation") @Nullable Boolean includeObfuscation) {}

    boolean streamed() {
        return Boolean.TRUE.equals(stream);
    }

    boolean usageInStream() {
        return streamOptions != null && Boolean.TRUE.equals(streamOptions.includeUsage());
    }

    String modelName() {
        if (model == null) {
            throw Refusal.invalid("The field model is missing.", "GET /v1/models lists the names.");
        }
        return model;
    }

    int tokenLimit() {
        return maxTokens == null ? DEFAULT_MAX_TOKENS : maxTokens;
    }

    Sampling sampling() {
        return Sampling.plain(seed == null ? RANDOM.nextLong() : seed)
                .withRepetitionPenalty(repetitionPenalty == null ? 1 : repetitionPenalty, 64)
                .withTemperature(temperature == null ? 1 : temperature)
                .withTopK(topK == null ? 0 : topK)
                .withTopP(topP == null ? 1 : topP)
                .withMinP(minP == null ? 0 : minP);
    }

    List<String> stopTexts() {
        if (stop == null || stop.isNull()) {
            return List.of();
        }
        if (stop.isTextual()) {
            return List.of(stop.textValue());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : stop) {
            texts.add(one.isTextual() ? one.textValue() : "");
        }
        if (!stop.isArray() || texts.size() > 4 || texts.contains("")) {
            throw Refusal.invalid("The field stop is not understood.", "Send a text, or up to four in a list.");
        }
        return texts;
    }

    /** The JSON Schema of {@code response_format}, if one is given. */
    Optional<String> jsonSchema() {
        if (responseFormat == null || responseFormat.path("type").asText().equals("text")) {
            return Optional.empty();
        }
        JsonNode schema = responseFormat.path("json_schema").path("schema");
        if (!responseFormat.path("type").asText().equals("json_schema") || !schema.isObject()) {
            throw Refusal.invalid(
                    "The field response_format is not understood.", "Send type text, or json_schema with a schema.");
        }
        return Optional.of(schema.toString());
    }

    List<ChatMessage> chat() {
        if (messages == null || messages.isEmpty()) {
            throw Refusal.invalid("The field messages is empty.", "Send at least one message.");
        }
        if (n != null && n != 1) {
            throw Refusal.invalid("Only one answer at a time is given.", "Send n = 1, or ask several times.");
        }
        if (asks(presencePenalty) || asks(frequencyPenalty) || Boolean.TRUE.equals(logprobs)) {
            throw Refusal.invalid(
                    "Presence and frequency penalties and log-probabilities are not served yet.",
                    "Leave presence_penalty, frequency_penalty and logprobs out.");
        }
        if (tools != null && !tools.isEmpty()) {
            throw Refusal.invalid(
                    "Tools of the caller are not served yet.",
                    "Leave tools out, or ask the model cloister, which has apps.");
        }
        return messages.stream().map(ChatCompletionRequest::message).toList();
    }

    /** The hub chooses how it samples; what would change the answer's form is refused rather than ignored. */
    void requireHubCanHonour() {
        if (maxTokens != null
                || seed != null
                || jsonSchema().isPresent()
                || !stopTexts().isEmpty()) {
            throw Refusal.invalid(
                    "The model cloister does not take max_tokens, seed, stop or response_format.",
                    "Leave them out, or ask the model by its own name.");
        }
    }

    private static boolean asks(@Nullable Double penalty) {
        return penalty != null && penalty != 0;
    }

    private static ChatMessage message(@Nullable Turn turn) {
        if (turn == null) {
            throw Refusal.invalid("A message is null.", "Send a role and a content for each.");
        }

        String text = text(turn.content());
        return switch (turn.role() == null ? "" : turn.role()) {
            case "system", "developer" -> ChatMessage.system(text);
            case "user" -> ChatMessage.user(text);
            case "assistant" -> ChatMessage.assistant(text);
            default ->
                throw Refusal.invalid(
                        "A message has the role " + turn.role() + ".", "Roles are system, developer, user, assistant.");
        };
    }

    private static String text(@Nullable JsonNode content) {
        if (content == null || content.isNull()) {
            return "";
        }
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray()) {
            throw Refusal.invalid("A message's content is neither a text nor a list.", "Send a text.");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text")) {
                throw Refusal.invalid("A message holds something other than text.", "Send parts of type text only.");
            }
            text.append(part.path("text").asText());
        }
        return text.toString();
    }
}
