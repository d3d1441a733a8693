package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.statistics.Evidence;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A fixed list small enough for the {@code logit_bias} of a remote server (the fixed lists of Zhao et al. 2024, section
 * 3, restricted to frequent tokens): half of the frequent tokens, by key, gain half of delta, the others lose it, so
 * that they keep about their weight together. Each frequent type counts once.
 *
 * @param frequent the most frequent tokens, without duplicates; at most {@link #MOST_ENTRIES}, since servers take no more
 *     (OpenAI's API takes {@link #ENTRIES_OF_OPENAI}, vLLM 1024)
 * @param delta by how much the two halves differ, in (0, 10]
 */
public record SparseBias(MarkKey key, List<Integer> frequent, double delta) implements MarkScheme.OnTokens {

    /** What OpenAI's API takes. */
    public static final int ENTRIES_OF_OPENAI = 300;

    /** What vLLM takes. */
    public static final int MOST_ENTRIES = 1024;

    /** With it 33 of 34 answers of 200 tokens are found at one false alarm in a thousand, with either length of list. */
    public static final double DELTA = 4;

    /** A server that takes fewer would need texts too long to be found. */
    private static final int FEWEST_BIASES = 100;

    private static final int NO_CONTEXT = -1;

    public SparseBias {
        frequent = List.copyOf(frequent);
        if (frequent.isEmpty()
                || frequent.size() > MOST_ENTRIES
                || new HashSet<>(frequent).size() < frequent.size()
                || !(delta > 0 && delta <= 10)) {
            throw new WatermarkException(
                    Code.PARAMETERS_INVALID,
                    "A sparse bias has 1 to " + MOST_ENTRIES + " different tokens, and delta in (0, 10].");
        }
    }

    /**
     * How many tokens the list has for a server, of two lengths alone, so that a detector knows the list.
     *
     * @param biases most entries that the server takes; with fewer than the list has, the most frequent are sent
     * @return empty where they are too few for a mark
     */
    public static OptionalInt entriesFor(int biases) {
        if (biases < FEWEST_BIASES) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(biases < MOST_ENTRIES ? ENTRIES_OF_OPENAI : MOST_ENTRIES);
    }

    /** The most frequent tokens of texts; of equally frequent ones those with smaller ids. */
    public static List<Integer> mostFrequent(List<int[]> texts, int most) {
        Map<Integer, Long> counts = texts.stream()
                .flatMapToInt(Arrays::stream)
                .boxed()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public String name() {
        return "sparse-bias";
    }

    /** What a server is asked to add, by token id; as many entries as there are frequent tokens. */
    public Map<Integer, Double> logitBias() {
        GreenList list = list();
        Map<Integer, Double> biases = new TreeMap<>();
        for (int token : frequent) {
            biases.put(token, list.isGreen(NO_CONTEXT, token) ? delta / 2 : -delta / 2);
        }
        return biases;
    }

    @Override
    public LogitsStage marker() {
        Map<Integer, Double> biases = logitBias();
        return new FixedBias(token -> biases.getOrDefault(token, 0.0), delta / 2);
    }

    @Override
    public Evidence score(int[] tokens) {
        return parts(tokens).score(0, tokens.length);
    }

    @Override
    public Parts parts(int[] tokens) {
        GreenList list = list();
        Set<Integer> listed = Set.copyOf(frequent);
        return Types.of(tokens, listed::contains, token -> list.isGreen(NO_CONTEXT, token), 0.5);
    }

    private GreenList list() {
        return new GreenList(key, new GreenListParameters(0.5, delta));
    }
}
