package dev.cloister.gateway.openai.chat;

import dev.cloister.gateway.openai.body.Fields;
import dev.cloister.gateway.openai.body.FormFields;
import dev.cloister.gateway.openai.body.SamplingFields;
import dev.cloister.gateway.openai.body.StreamFields;
import dev.cloister.gateway.openai.body.TextFields;
import dev.cloister.gateway.openai.body.ToolFields;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.ToolUse;
import java.util.List;
import java.util.Optional;

/**
 * A chat completion request to a bare model.
 *
 * @param choices how many answers
 * @param scored whether log-probabilities are told, and {@code likeliest} of how many other tokens
 */
record ChatRequest(
        List<ChatMessage> messages,
        ToolUse tools,
        Sampling sampling,
        int maxTokens,
        List<String> stop,
        Optional<OutputForm> form,
        int choices,
        boolean scored,
        int likeliest,
        StreamFields stream) {

    private static final int DEFAULT_MAX_TOKENS = 512;
    private static final int MOST_CHOICES = 16;
    private static final int MOST_LIKELIEST = 20;

    /** Takes all fields but {@code model}. */
    static ChatRequest take(Fields fields) {
        boolean scored = fields.flag("logprobs").orElse(false);
        Optional<Integer> likeliest = fields.integer("top_logprobs", 0, MOST_LIKELIEST);
        if (!scored && likeliest.orElse(0) > 0) {
            throw fields.wrong("top_logprobs", "is given without logprobs");
        }
        ChatRequest request = new ChatRequest(
                ChatMessages.take(fields),
                ToolFields.take(fields, ToolFields.Shape.NESTED),
                SamplingFields.take(fields),
                maxTokens(fields).orElse(DEFAULT_MAX_TOKENS),
                TextFields.stop(fields),
                FormFields.take(fields),
                fields.integer("n", 1, MOST_CHOICES).orElse(1),
                scored,
                likeliest.orElse(0),
                StreamFields.take(fields));
        describing(fields);
        fields.end();
        return request;
    }

    /** Takes {@code max_completion_tokens} or its older name. */
    static Optional<Integer> maxTokens(Fields fields) {
        Optional<Integer> older = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
        Optional<Integer> newer = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
        if (older.isPresent() && newer.isPresent() && !older.equals(newer)) {
            throw fields.wrong("max_tokens", "says something else than max_completion_tokens");
        }
        return newer.or(() -> older);
    }

    /** Takes what only describes a request, and what may only ask for what is done anyway. */
    static void describing(Fields fields) {
        fields.describing(
                "user", "metadata", "store", "safety_identifier", "prompt_cache_key", "prompt_cache_retention");
        fields.onlyIf(
                "service_tier",
                "auto or default",
                tier -> tier.asText().equals("auto") || tier.asText().equals("default"));
        fields.onlyIf(
                "modalities",
                "[\"text\"]",
                kinds -> kinds.size() == 1 && kinds.path(0).asText().equals("text"));
    }
}
