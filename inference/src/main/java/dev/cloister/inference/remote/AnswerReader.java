package dev.cloister.inference.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.TokenLogProbability;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts an answer together from a stream's events: chat completions and text completions. */
final class AnswerReader {

    /** The server does not tell its token ids. */
    static final int UNKNOWN_ID = -1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ServerFailure failure;
    private final ToolCallParts calls = new ToolCallParts();
    private Optional<FinishReason> reason = Optional.empty();
    private int promptTokens;
    private int completionTokens;
    private int cachedTokens;
    private int seen;

    AnswerReader(ServerFailure failure) {
        this.failure = failure;
    }

    /**
     * The tokens of an event.
     *
     * @throws EngineException SERVER_FAILED for an error in the stream and for what makes no sense
     */
    List<GeneratedToken> read(String data) {
        JsonNode event;
        try {
            event = JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw failure.failed("sent an event that is no JSON");
        }
        if (!event.isObject()) {
            throw failure.failed("sent an event that is no object");
        }
        if (event.hasNonNull("error")) {
            throw failure.inStream(event.get("error"));
        }
        usage(event.path("usage"));
        JsonNode choice = event.path("choices").path(0);
        JsonNode delta = choice.path("delta");
        calls.add(delta.path("tool_calls"));
        finish(choice.path("finish_reason").asText(""));
        String text = text(choice, delta);
        List<GeneratedToken> tokens = tokens(text, choice.path("logprobs"));
        seen += tokens.size();
        return tokens;
    }

    /** Whether anything of the answer has come. */
    boolean started() {
        return seen > 0 || !calls.isEmpty();
    }

    /** Whether the server said why it ended. */
    boolean finished() {
        return reason.isPresent();
    }

    /**
     * How the answer ended.
     *
     * @throws EngineException SERVER_FAILED for a call of a tool that is not whole
     */
    Completion completion() {
        FinishReason ended = calls.isEmpty() ? reason.orElseThrow() : FinishReason.TOOL_CALLS;
        return new Completion(
                ended,
                promptTokens,
                completionTokens > 0 ? completionTokens : seen,
                cachedTokens,
                calls.whole(failure));
    }

    /** How an answer ended that its reader closed. */
    Completion cancelled() {
        return new Completion(FinishReason.CANCELLED, promptTokens, seen);
    }

    private void finish(String said) {
        switch (said) {
            case "", "null" -> {}
            case "stop", "eos", "stop_sequence" -> reason = Optional.of(FinishReason.STOP);
            case "length", "max_tokens" -> reason = Optional.of(FinishReason.LENGTH);
            case "tool_calls", "function_call" -> reason = Optional.of(FinishReason.TOOL_CALLS);
            default -> throw failure.failed("ended the answer for a reason of its own: \"%s\"".formatted(said));
        }
    }

    private void usage(JsonNode usage) {
        promptTokens = usage.path("prompt_tokens").asInt(promptTokens);
        completionTokens = usage.path("completion_tokens").asInt(completionTokens);
        cachedTokens = usage.path("prompt_tokens_details").path("cached_tokens").asInt(cachedTokens);
    }

    private static String text(JsonNode choice, JsonNode delta) {
        String refusal =
                delta.path("refusal").isTextual() ? delta.path("refusal").textValue() : "";
        JsonNode content = delta.has("content") ? delta.get("content") : choice.path("text");
        return refusal + (content.isTextual() ? content.textValue() : "");
    }

    private static List<GeneratedToken> tokens(String text, JsonNode logprobs) {
        List<GeneratedToken> told = new ArrayList<>();
        for (JsonNode token : logprobs.path("content")) {
            told.add(new GeneratedToken(
                    UNKNOWN_ID,
                    token.path("token").asText(""),
                    token.path("logprob").asDouble(Double.NaN),
                    top(token)));
        }
        if (told.isEmpty()) {
            return text.isEmpty() ? List.of() : List.of(new GeneratedToken(UNKNOWN_ID, text, Double.NaN, List.of()));
        }
        StringBuilder pieces = new StringBuilder();
        told.forEach(token -> pieces.append(token.text()));
        if (pieces.toString().equals(text)) {
            return told;
        }
        // Where pieces and text differ (parts of characters, held-back stop texts) the text counts.
        List<GeneratedToken> placed = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            placed.add(told.get(i).withText(i == 0 ? text : ""));
        }
        return placed;
    }

    private static List<TokenLogProbability> top(JsonNode token) {
        List<TokenLogProbability> top = new ArrayList<>();
        for (JsonNode other : token.path("top_logprobs")) {
            top.add(new TokenLogProbability(
                    UNKNOWN_ID, bytes(other), other.path("logprob").asDouble(Double.NaN)));
        }
        return top;
    }

    private static byte[] bytes(JsonNode token) {
        if (!token.path("bytes").isArray()) {
            return token.path("token").asText("").getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        token.path("bytes").forEach(number -> bytes.write(number.asInt()));
        return bytes.toByteArray();
    }
}
