package dev.cloister.inference.sampling;

import dev.cloister.inference.Sampling;
import dev.cloister.inference.Sampling.Dry;
import dev.cloister.inference.Sampling.Penalties;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Each step against a slow and obvious reading of its definition. */
class SamplingStepsTest {

    private static final int VOCABULARY = 700;
    private static final int BREAKER = 5;

    /** What is drawn from: a step's settings, the tokens so far and how many of them are the prompt. */
    private record Case(int seed, Sampling sampling, List<Integer> tokens, int prompt) {}

    @Provide
    Arbitrary<Case> penalised() {
        Arbitrary<Optional<Dry>> dry = Combinators.combine(
                        Arbitraries.doubles().between(0.1, 3),
                        Arbitraries.doubles().between(1, 2),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, 60))
                .as(Dry::new)
                .optional(0.8);
        Arbitrary<Penalties> penalties = Combinators.combine(
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.doubles().between(0.5, 2),
                        Arbitraries.doubles().between(-2, 2),
                        Arbitraries.doubles().between(-2, 2),
                        dry)
                .as(Penalties::new);
        Arbitrary<Map<Integer, Double>> biases = Arbitraries.maps(
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.doubles().between(-100, 100))
                .ofMaxSize(4);
        return Combinators.combine(
                        Arbitraries.integers(),
                        penalties,
                        biases,
                        Arbitraries.integers().between(0, 12).list().ofMaxSize(80),
                        Arbitraries.integers().between(0, 80))
                .as((seed, penalty, bias, tokens, prompt) -> new Case(
                        seed,
                        Sampling.plain(0).withPenalties(penalty).withLogitBias(bias),
                        tokens,
                        Math.min(prompt, tokens.size())));
    }

    @Property(tries = 400)
    void changesLogitsAsTheRulesSayAndTakesItBack(@ForAll("penalised") Case one) {
        float[] row = row(one.seed());
        float[] expected = reference(row, one);
        float[] changed = row.clone();
        BitSet breakers = new BitSet();
        breakers.set(BREAKER);
        RowChanges changes = new RowChanges();
        LogitRules rules = new LogitRules(one.sampling(), breakers);
        TokenHistory history = history(one, one.prompt());
        for (int i = one.prompt(); i < one.tokens().size(); i++) {
            rules.apply(history, changed, changes);
            changes.undo(changed);
            history.add(one.tokens().get(i));
        }
        rules.apply(history, changed, changes);
        assertArrayEquals(expected, changed, 1e-3f);
        changes.undo(changed);
        assertArrayEquals(row, changed);
    }

    @Property(tries = 300)
    void keepsTheTokensThatTheRulesKeep(
            @ForAll int seed,
            @ForAll("topK") int topK,
            @ForAll("shares") double typicalP,
            @ForAll("shares") double topP,
            @ForAll("floors") double minP) {
        float[] row = row(seed);
        Sampling sampling = Sampling.plain(0)
                .withTopK(topK)
                .withTypicalP(typicalP)
                .withTopP(topP)
                .withMinP(minP);
        Weights weights = new Weights(VOCABULARY);
        weights.fill(row, RowVectors.max(row), 1f);
        Candidates candidates = new Candidates(VOCABULARY);
        Truncation truncation = new Truncation(sampling, candidates);
        if (truncation.none(VOCABULARY)) {
            return;
        }
        int[] kept = truncation.apply(weights).tokens();
        // Rounding may put a token at an edge on the other side, once for each rule.
        Set<Integer> tight = kept(row, topK, typicalP - 1e-5, topP - 1e-5, minP + 1e-5);
        Set<Integer> wide = kept(row, topK, typicalP + 1e-5, topP + 1e-5, minP - 1e-5);
        Set<Integer> actual = new HashSet<>(Arrays.stream(kept).boxed().toList());
        Set<Integer> outside = new HashSet<>(actual);
        outside.removeAll(wide);
        Set<Integer> missing = new HashSet<>(tight);
        missing.removeAll(actual);
        assertTrue(outside.size() <= 2 && missing.size() <= 2, "outside " + outside + ", missing " + missing);
    }

    @Provide
    Arbitrary<Integer> topK() {
        return Arbitraries.of(0, 1, 2, 17, 300, VOCABULARY, 5000);
    }

    @Provide
    Arbitrary<Double> shares() {
        return Arbitraries.of(0.01, 0.2, 0.5, 0.9, 0.999, 1.0);
    }

    @Provide
    Arbitrary<Double> floors() {
        return Arbitraries.of(0.0, 0.0, 0.01, 0.3, 0.99);
    }

    @Test
    void keepsTheFirstOfEqualTokens() {
        Weights weights = new Weights(VOCABULARY);
        weights.fill(new float[VOCABULARY], 0, 1f);
        int[] kept = new Truncation(Sampling.plain(0).withTopK(10), new Candidates(VOCABULARY))
                .apply(weights)
                .tokens();
        assertArrayEquals(IntStream.range(0, 10).toArray(), kept);
    }

    @Test
    void findsBreakersInPieces() {
        List<String> pieces = List.of("a", "a\n", ": b", "", "it's", "\"x", "**");
        BitSet found =
                SequenceBreakers.of(pieces.size(), token -> pieces.get(token).getBytes(StandardCharsets.UTF_8));
        assertEquals("{1, 2, 5, 6}", found.toString());
    }

    private static TokenHistory history(Case one, int upTo) {
        return new TokenHistory(
                one.tokens().stream().limit(upTo).mapToInt(Integer::intValue).toArray());
    }

    private static float[] reference(float[] row, Case one) {
        Penalties rules = one.sampling().penalties();
        List<Integer> tokens = one.tokens();
        double[] logits = new double[row.length];
        for (int id = 0; id < row.length; id++) {
            logits[id] = row[id] + one.sampling().logitBias().getOrDefault(id, 0.0);
            if (tokens.subList(Math.max(0, tokens.size() - rules.window()), tokens.size())
                    .contains(id)) {
                logits[id] = logits[id] > 0 ? logits[id] / rules.repetition() : logits[id] * rules.repetition();
            }
            int token = id;
            long times = tokens.stream()
                    .skip(one.prompt())
                    .filter(each -> each == token)
                    .count();
            logits[id] -= times > 0 ? rules.presence() + times * rules.frequency() : 0;
            if (rules.dry().isPresent() && id != BREAKER) {
                logits[id] -= dry(rules.dry().get(), tokens, id);
            }
        }
        float[] changed = new float[row.length];
        for (int id = 0; id < row.length; id++) {
            changed[id] = (float) logits[id];
        }
        return changed;
    }

    private static double dry(Dry rule, List<Integer> tokens, int candidate) {
        List<Integer> window = tokens.subList(Math.max(0, tokens.size() - rule.window()), tokens.size());
        int longest = 0;
        for (int at = 0; at < window.size(); at++) {
            int length = 0;
            while (window.get(at) == candidate
                    && length < at
                    && window.get(at - 1 - length).equals(window.get(window.size() - 1 - length))
                    && window.get(at - 1 - length) != BREAKER) {
                length++;
            }
            longest = Math.max(longest, length);
        }
        return longest >= rule.allowedLength()
                ? rule.multiplier() * Math.pow(rule.base(), longest - rule.allowedLength())
                : 0;
    }

    private static Set<Integer> kept(float[] row, int topK, double typicalP, double topP, double minP) {
        List<Integer> left =
                new ArrayList<>(IntStream.range(0, row.length).boxed().toList());
        Comparator<Integer> likelier = Comparator.comparingDouble((Integer id) -> -row[id]);
        if (topK > 0 && topK < row.length) {
            left.sort(likelier);
            left = new ArrayList<>(left.subList(0, topK));
        }
        if (typicalP < 0.9999) {
            double[] p = probabilities(row, left);
            double entropy =
                    left.stream().mapToDouble(id -> -p[id] * Math.log(p[id])).sum();
            left.sort(Comparator.comparingDouble(id -> Math.abs(-Math.log(p[id]) - entropy)));
            left = shortest(left, p, typicalP);
        }
        if (topP < 0.9999) {
            double[] p = probabilities(row, left);
            left.sort(likelier);
            left = shortest(left, p, topP);
        }
        double[] p = probabilities(row, left);
        double largest = left.stream().mapToDouble(id -> p[id]).max().orElseThrow();
        return new HashSet<>(left.stream().filter(id -> p[id] >= minP * largest).toList());
    }

    private static List<Integer> shortest(List<Integer> ordered, double[] p, double share) {
        double sum = 0;
        int count = 0;
        while (count < ordered.size() && sum < share) {
            sum += p[ordered.get(count++)];
        }
        return new ArrayList<>(ordered.subList(0, count));
    }

    private static double[] probabilities(float[] row, List<Integer> of) {
        double sum = of.stream().mapToDouble(id -> Math.exp(row[id])).sum();
        double[] p = new double[row.length];
        of.forEach(id -> p[id] = Math.exp(row[id]) / sum);
        return p;
    }

    private static float[] row(int seed) {
        Random random = new Random(seed);
        double spread = 0.2 + 4 * random.nextDouble();
        float[] row = new float[VOCABULARY];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (spread * random.nextGaussian());
        }
        return row;
    }
}
