package dev.cloister.gateway.openai.body;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.inference.Sampling;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How an answer is drawn, by the names that OpenAI's API has for it and, where it has none, by those of llama.cpp's
 * server and vLLM: {@code top_k}, {@code min_p}, {@code typical_p}, {@code repetition_penalty}, {@code repeat_last_n},
 * {@code dry_multiplier}, {@code dry_base}, {@code dry_allowed_length}, {@code dry_penalty_last_n}.
 */
public final class SamplingFields {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PENALTY_WINDOW = 64;
    private static final int LONGEST_WINDOW = 4096;
    private static final int MOST_BIASES = 1024;
    private static final double SMALLEST_SHARE = 1e-6;
    private static final double LARGEST_MIN_P = 0.999_999;

    private SamplingFields() {}

    /** Takes the fields; without a seed, a fresh one is chosen. */
    public static Sampling take(Fields fields) {
        return new Sampling(
                biases(fields),
                penalties(fields),
                fields.number("temperature", 0, 5).orElse(1.0),
                Math.max(0, fields.integer("top_k", -1, Integer.MAX_VALUE).orElse(0)),
                fields.number("typical_p", SMALLEST_SHARE, 1).orElse(1.0),
                fields.number("top_p", 0, 1)
                        .map(p -> Math.max(p, SMALLEST_SHARE))
                        .orElse(1.0),
                fields.number("min_p", 0, LARGEST_MIN_P).orElse(0.0),
                seed(fields).orElseGet(RANDOM::nextLong));
    }

    /** Takes the seed alone. */
    public static Optional<Long> seed(Fields fields) {
        return fields.value("seed").map(value -> value.integer(Long.MIN_VALUE, Long.MAX_VALUE));
    }

    /**
     * The seed of one of several answers: the request's own for the first, and for each other one step of SplitMix64
     * (Steele et al. 2014) further.
     */
    public static Sampling ofChoice(Sampling sampling, int choice) {
        if (choice == 0) {
            return sampling;
        }
        long z = sampling.seed() + 0x9E3779B97F4A7C15L * choice;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return sampling.withSeed(z ^ z >>> 31);
    }

    private static Sampling.Penalties penalties(Fields fields) {
        return new Sampling.Penalties(
                window(fields, "repeat_last_n").orElse(PENALTY_WINDOW),
                fields.number("repetition_penalty", SMALLEST_SHARE, 10).orElse(1.0),
                fields.number("presence_penalty", -2, 2).orElse(0.0),
                fields.number("frequency_penalty", -2, 2).orElse(0.0),
                dry(fields));
    }

    private static Optional<Sampling.Dry> dry(Fields fields) {
        double multiplier = fields.number("dry_multiplier", 0, 100).orElse(0.0);
        double base = fields.number("dry_base", 1, 10).orElse(1.75);
        int allowedLength =
                fields.integer("dry_allowed_length", 1, LONGEST_WINDOW).orElse(2);
        int window = window(fields, "dry_penalty_last_n").orElse(LONGEST_WINDOW);
        return multiplier == 0
                ? Optional.empty()
                : Optional.of(new Sampling.Dry(multiplier, base, allowedLength, window));
    }

    /** A window of -1 is as long as it can be. */
    private static Optional<Integer> window(Fields fields, String name) {
        return fields.integer(name, -1, LONGEST_WINDOW).map(length -> length < 0 ? LONGEST_WINDOW : length);
    }

    private static Map<Integer, Double> biases(Fields fields) {
        Optional<Fields.Value> given = fields.value("logit_bias");
        if (given.isEmpty()) {
            return Map.of();
        }
        JsonNode object = given.get().node();
        if (!object.isObject() || object.size() > MOST_BIASES) {
            throw given.get().wrong("must be an object with at most " + MOST_BIASES + " token ids");
        }
        Map<Integer, Double> biases = new HashMap<>();
        object.properties().forEach(entry -> {
            if (!entry.getKey().matches("0|[1-9][0-9]{0,8}")) {
                throw given.get().wrong("has a key that is no token id");
            }
            Fields.Value value = new Fields.Value(entry.getValue(), given.get().path() + "." + entry.getKey());
            biases.put(Integer.parseInt(entry.getKey()), value.number(-100, 100));
        });
        return biases;
    }
}
