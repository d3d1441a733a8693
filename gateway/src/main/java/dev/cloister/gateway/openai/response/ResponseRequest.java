package dev.cloister.gateway.openai.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.gateway.openai.body.Fields;
import dev.cloister.gateway.openai.body.FormFields;
import dev.cloister.gateway.openai.body.SamplingFields;
import dev.cloister.gateway.openai.body.StreamFields;
import dev.cloister.gateway.openai.body.TextFields;
import dev.cloister.gateway.openai.body.ToolFields;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.ToolUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request for a response of a bare model.
 *
 * @param frame what the hub takes as well
 * @param scored whether log-probabilities are told, and {@code likeliest} of how many other tokens
 */
record ResponseRequest(
        Frame frame,
        ToolUse tools,
        Sampling sampling,
        List<String> stop,
        Optional<OutputForm> form,
        boolean scored,
        int likeliest,
        Told told) {

    private static final String SCORES = "message.output_text.logprobs";
    private static final int MOST_LIKELIEST = 20;
    private static final int MOST_INCLUDED = 8;

    /**
     * What every response has.
     *
     * @param input what is new
     * @param previous the response that this one goes on from
     * @param store whether it is kept
     */
    record Frame(
            List<Item> input,
            Optional<String> instructions,
            Optional<String> previous,
            Optional<Integer> maxTokens,
            boolean store,
            StreamFields stream,
            JsonNode metadata,
            Optional<String> user) {

        private static final int MOST_PAIRS = 16;
        private static final int LONGEST_NAME = 64;
        private static final int LONGEST_VALUE = 512;

        static Frame take(Fields fields) {
            Frame frame = new Frame(
                    Items.read(fields.required("input")),
                    fields.text("instructions"),
                    fields.text("previous_response_id"),
                    fields.integer("max_output_tokens", 1, Integer.MAX_VALUE),
                    fields.flag("store").orElse(true),
                    StreamFields.take(fields),
                    metadata(fields.value("metadata")
                            .map(Fields.Value::node)
                            .orElseGet(JsonNodeFactory.instance::objectNode)),
                    fields.text("user"));
            if (frame.user().map(String::length).orElse(0) > LONGEST_VALUE) {
                throw Refusal.invalid("The user's name is too long.", "Send at most 512 characters.")
                        .about("user");
            }
            fields.describing("safety_identifier", "prompt_cache_key", "prompt_cache_retention");
            fields.onlyIf("background", "false", flag -> !flag.asBoolean(true));
            fields.onlyIf("truncation", "disabled", how -> how.asText().equals("disabled"));
            fields.onlyIf(
                    "service_tier",
                    "auto or default",
                    tier -> tier.asText().equals("auto") || tier.asText().equals("default"));
            return frame;
        }

        /** As OpenAI's API takes it: 16 pairs, names of 64 and values of 512 characters. */
        private static JsonNode metadata(JsonNode given) {
            boolean small = given.isObject() && given.size() <= MOST_PAIRS;
            for (Map.Entry<String, JsonNode> pair : given.properties()) {
                small &= pair.getKey().length() <= LONGEST_NAME
                        && pair.getValue().isTextual()
                        && pair.getValue().textValue().length() <= LONGEST_VALUE;
            }
            if (!small) {
                throw Refusal.invalid(
                                "The metadata cannot be kept.",
                                "Send an object of at most 16 texts, names of up to 64 and values of up to 512 characters.")
                        .about("metadata");
            }
            return given;
        }
    }

    /** What is told back as it was sent. */
    record Told(JsonNode tools, JsonNode toolChoice, boolean parallel, JsonNode text) {

        static Told of(Fields fields) {
            JsonNodeFactory make = JsonNodeFactory.instance;
            ObjectNode plain = make.objectNode();
            plain.putObject("format").put("type", "text");
            return new Told(
                    fields.value("tools").map(Fields.Value::node).orElseGet(make::arrayNode),
                    fields.value("tool_choice").map(Fields.Value::node).orElseGet(() -> make.textNode("auto")),
                    fields.flag("parallel_tool_calls").orElse(true),
                    fields.value("text")
                            .map(Fields.Value::node)
                            .filter(text -> text.hasNonNull("format"))
                            .orElse(plain));
        }
    }

    /** Takes all fields but {@code model}. */
    static ResponseRequest take(Fields fields) {
        boolean scored = scored(fields);
        int likeliest = fields.integer("top_logprobs", 0, MOST_LIKELIEST).orElse(0);
        if (likeliest > 0 && !scored) {
            throw fields.wrong("top_logprobs", "is given without include " + SCORES);
        }
        ResponseRequest request = new ResponseRequest(
                Frame.take(fields),
                ToolFields.take(fields, ToolFields.Shape.FLAT),
                SamplingFields.take(fields),
                TextFields.stop(fields),
                form(fields),
                scored,
                likeliest,
                Told.of(fields));
        fields.end();
        return request;
    }

    private static Optional<OutputForm> form(Fields fields) {
        return fields.value("text").map(Fields.Value::object).flatMap(text -> {
            Optional<OutputForm> form =
                    text.value("format").map(Fields.Value::object).flatMap(FormFields::ofResponse);
            text.onlyIf("verbosity", "medium", how -> how.asText().equals("medium"));
            text.end();
            return form;
        });
    }

    private static boolean scored(Fields fields) {
        return fields.value("include")
                .map(included -> {
                    List<Fields.Value> all = included.list(MOST_INCLUDED);
                    all.forEach(one -> {
                        if (!one.text().equals(SCORES)) {
                            throw one.wrong("must be " + SCORES);
                        }
                    });
                    return !all.isEmpty();
                })
                .orElse(false);
    }
}
