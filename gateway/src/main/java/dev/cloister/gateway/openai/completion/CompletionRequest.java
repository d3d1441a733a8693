package dev.cloister.gateway.openai.completion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.openai.body.Fields;
import dev.cloister.gateway.openai.body.FormFields;
import dev.cloister.gateway.openai.body.SamplingFields;
import dev.cloister.gateway.openai.body.StreamFields;
import dev.cloister.gateway.openai.body.TextFields;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Sampling;
import java.util.List;
import java.util.Optional;

/**
 * A request to continue texts.
 *
 * @param each answers per prompt
 * @param likeliest how many other tokens are told of each place; empty where log-probabilities are not told at all
 * @param echo whether each answer repeats its prompt first
 */
record CompletionRequest(
        List<String> prompts,
        Sampling sampling,
        int maxTokens,
        List<String> stop,
        Optional<OutputForm> form,
        int each,
        Optional<Integer> likeliest,
        boolean echo,
        StreamFields stream) {

    private static final int DEFAULT_MAX_TOKENS = 16;
    private static final int MOST_PROMPTS = 32;
    private static final int MOST_CHOICES = 16;
    private static final int MOST_ANSWERS = 64;
    private static final int MOST_LIKELIEST = 20;

    /** Takes all fields but {@code model}. */
    static CompletionRequest take(Fields fields) {
        int each = fields.integer("n", 1, MOST_CHOICES).orElse(1);
        Optional<Integer> likeliest = fields.integer("logprobs", 0, MOST_LIKELIEST);
        boolean echo = fields.flag("echo").orElse(false);
        if (echo && likeliest.isPresent()) {
            throw fields.wrong("logprobs", "cannot be told of an echoed prompt");
        }
        fields.onlyIf(
                "suffix",
                "an empty text",
                suffix -> suffix.isTextual() && suffix.textValue().isEmpty());
        fields.onlyIf("best_of", "n", best -> best.asInt() == each);
        fields.describing("user", "metadata", "store");
        CompletionRequest request = new CompletionRequest(
                prompts(fields.required("prompt")),
                SamplingFields.take(fields),
                fields.integer("max_tokens", 1, Integer.MAX_VALUE).orElse(DEFAULT_MAX_TOKENS),
                TextFields.stop(fields),
                FormFields.take(fields),
                each,
                likeliest,
                echo,
                StreamFields.take(fields));
        fields.end();
        if (request.prompts().size() * each > MOST_ANSWERS) {
            throw fields.wrong("n", "asks for more than " + MOST_ANSWERS + " answers together with the prompts");
        }
        return request;
    }

    private static List<String> prompts(Fields.Value prompt) {
        if (prompt.node().isTextual()) {
            return List.of(prompt.text());
        }
        JsonNode first = prompt.node().path(0);
        // Control tokens come from a template alone, so that nobody can forge a turn: ids could name them.
        if (first.isNumber() || first.isArray()) {
            throw prompt.wrong("must be a text or a list of texts; token ids are not taken");
        }
        List<Fields.Value> list = prompt.list(MOST_PROMPTS);
        if (list.isEmpty()) {
            throw prompt.wrong("must hold at least one text");
        }
        return list.stream().map(Fields.Value::text).toList();
    }
}
