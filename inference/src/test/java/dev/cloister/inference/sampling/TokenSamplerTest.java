package dev.cloister.inference.sampling;

import dev.cloister.inference.LogitsStage;
import dev.cloister.inference.Sampling;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TokenSamplerTest {

    private static final int VOCABULARY = 600;
    private static final int DRAWS = 20_000;

    /** Chi-square with k degrees of freedom exceeds this with a probability below 1e-6 (Wilson and Hilferty 1931). */
    private static double limit(int degrees) {
        double part = 2.0 / (9.0 * degrees);
        return degrees * Math.pow(1 - part + 4.75 * Math.sqrt(part), 3);
    }

    @Property(tries = 6)
    void drawsFromTheModelsDistribution(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        float[] row = row(seed);
        checkDistribution(row, Sampling.plain(seed), List.of(), Constraint.NONE, softmax(row, 1, i -> 0));
    }

    @Property(tries = 6)
    void drawsExactlyTheBiasedDistribution(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        float[] row = row(seed);
        Sampling sampling = Sampling.plain(seed).withTemperature(0.8);
        checkDistribution(
                row, sampling, List.of(new ThirdsBias(3)), Constraint.NONE, softmax(row, 0.8, i -> i % 3 == 0 ? 3 : 0));
    }

    @Property(tries = 4)
    void keepsTheDistributionWhereNearlyEveryDrawIsRejected(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        float[] row = row(seed);
        checkDistribution(
                row,
                Sampling.plain(seed),
                List.of(new ThirdsBias(12)),
                Constraint.NONE,
                softmax(row, 1, i -> i % 3 == 0 ? 12 : 0));
    }

    /** Where it holds still, draws are those without it, from the same random numbers. */
    @Property(tries = 4)
    void asksABiasByTheEntropyOfWhatIsDrawnFrom(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        List<Double> entropies = new ArrayList<>();
        float[] even = new float[VOCABULARY];
        int[] gated = drawn(even, Sampling.plain(seed).withTopK(50), List.of(new GatedBias(99, entropies)));
        assertArrayEquals(drawn(even, Sampling.plain(seed).withTopK(50), List.of()), gated);
        entropies.forEach(entropy -> assertEquals(Math.log(50), entropy, 1e-6));
        float[] row = row(seed);
        double[] certain = softmax(row, 1, i -> 0);
        double entropy = -Arrays.stream(certain).map(p -> p * Math.log(p)).sum();
        entropies.clear();
        drawn(row, Sampling.plain(seed), List.of(new GatedBias(0, entropies)));
        assertEquals(entropy, entropies.getFirst(), 1e-4);
        checkDistribution(
                row,
                Sampling.plain(seed),
                List.of(new GatedBias(0, entropies)),
                Constraint.NONE,
                softmax(row, 1, i -> i % 3 == 0 ? 3 : 0));
    }

    private static int[] drawn(float[] row, Sampling sampling, List<LogitsStage> stages) {
        TokenSampler sampler = new TokenSampler.Space(VOCABULARY, new BitSet()).sampler(sampling, stages);
        TokenHistory history = new TokenHistory(new int[] {1});
        return IntStream.range(0, 50)
                .map(i -> sampler.draw(row, history, Constraint.NONE).id())
                .toArray();
    }

    private record GatedBias(double threshold, List<Double> entropies) implements LogitsStage.TokenBias {

        @Override
        public boolean biases(DoubleSupplier entropy) {
            entropies.add(entropy.getAsDouble());
            return entropies.getLast() > threshold;
        }

        @Override
        public double bias(int previous, int candidate) {
            return candidate % 3 == 0 ? bound() : 0;
        }

        @Override
        public double bound() {
            return 3;
        }
    }

    @Property(tries = 4)
    void drawsTheDistributionGivenTheConstraint(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        float[] row = row(seed);
        checkDistribution(
                row,
                Sampling.plain(seed),
                List.of(new ThirdsBias(2)),
                new Multiples(7),
                softmax(row, 1, i -> i % 7 == 0 ? (i % 3 == 0 ? 2 : 0) : Double.NEGATIVE_INFINITY));
    }

    @Property(tries = 4)
    void givesCandidateStagesTheSameDistribution(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        float[] row = row(seed);
        LogitsStage.CandidateStage stage = new LogitsStage.CandidateStage() {
            @Override
            public void apply(int[] context, int[] candidates, float[] logits) {
                for (int i = 0; i < candidates.length; i++) {
                    logits[i] += candidates[i] % 3 == 0 ? 2 : 0;
                }
            }
        };
        checkDistribution(
                row, Sampling.plain(seed), List.of(stage), Constraint.NONE, softmax(row, 1, i -> i % 3 == 0 ? 2 : 0));
    }

    @Property(tries = 4)
    void keepsStagesAndAConstraintInForceBehindEveryOtherStep(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed, @ForAll boolean candidates) {
        float[] row = row(seed);
        Sampling sampling = Sampling.plain(seed)
                .withLogitBias(Map.of(7, 2.5, 14, -100.0))
                .withPenalties(new Sampling.Penalties(8, 1.2, 0.5, 0.25, Optional.empty()))
                .withTemperature(0.9)
                .withTopK(200);
        LogitsStage.CandidateStage stage = (context, ids, logits) -> {
            for (int i = 0; i < ids.length; i++) {
                logits[i] += ids[i] % 3 == 0 ? 2 : 0;
            }
        };
        // The history is the token 1 alone, a prompt's: only the repetition penalty touches it.
        double[] logits = new double[VOCABULARY];
        for (int i = 0; i < VOCABULARY; i++) {
            double biased = row[i] + (i == 7 ? 2.5 : i == 14 ? -100 : 0);
            logits[i] = i == 1 ? (biased > 0 ? biased / 1.2 : biased * 1.2) : biased;
        }
        double least = Arrays.stream(logits).sorted().toArray()[VOCABULARY - 200];
        float[] changed = new float[VOCABULARY];
        IntStream.range(0, VOCABULARY).forEach(i -> changed[i] = (float) logits[i]);
        checkDistribution(
                row,
                sampling,
                List.of(candidates ? stage : new ThirdsBias(2)),
                new Multiples(7),
                softmax(
                        changed,
                        0.9,
                        i -> i % 7 == 0 && logits[i] >= least ? (i % 3 == 0 ? 2 : 0) : Double.NEGATIVE_INFINITY));
    }

    /** The larger of two tokens, each drawn with a bias as a constraint allows. */
    @Property(tries = 4)
    void givesAChoiceIndependentDraws(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        float[] row = row(seed);
        LogitsStage.TokenChoice larger = (context, draws, uniforms) -> Math.max(draws.getAsInt(), draws.getAsInt());
        double[] one = softmax(row, 0.9, i -> i % 7 == 0 ? (i % 3 == 0 ? 2 : 0) : Double.NEGATIVE_INFINITY);
        double[] expected = new double[VOCABULARY];
        double below = 0;
        for (int i = 0; i < VOCABULARY; i++) {
            expected[i] = Math.pow(below + one[i], 2) - Math.pow(below, 2);
            below += one[i];
        }
        Sampling sampling = Sampling.plain(seed).withTemperature(0.9);
        checkDistribution(row, sampling, List.of(new ThirdsBias(2), larger), new Multiples(7), expected);
    }

    @Test
    void asksAChoiceForNothingAtTemperature0AndTakesOneAlone() {
        LogitsStage.TokenChoice failing = (context, draws, uniforms) -> {
            throw new AssertionError("asked");
        };
        float[] row = row(1);
        int likeliest = IntStream.range(0, VOCABULARY)
                .reduce((x, y) -> row[x] >= row[y] ? x : y)
                .orElseThrow();
        TokenSampler sampler = space().sampler(Sampling.greedy(), List.of(failing));
        assertEquals(
                likeliest,
                sampler.draw(row, new TokenHistory(new int[] {1}), Constraint.NONE)
                        .id());
        LogitsStage.CandidateStage candidates = (context, ids, logits) -> {};
        for (LogitsStage other : List.of(failing, candidates)) {
            assertThrows(
                    IllegalArgumentException.class, () -> space().sampler(Sampling.plain(1), List.of(failing, other)));
        }
    }

    /** So strong a bias that every draw is rejected and its weights are scaled; the second draw of the choice comes after. */
    @Property(tries = 4)
    void givesAChoiceDrawsUnderABiasThatRejectsNearlyAll(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        float[] row = row(seed);
        for (int i = 0; i < VOCABULARY; i += 3) {
            row[i] -= 20;
        }
        LogitsStage.TokenChoice second = (context, draws, uniforms) -> {
            int first = draws.getAsInt();
            return first < 0 ? first : draws.getAsInt();
        };
        for (Constraint constraint : List.of(Constraint.NONE, new Multiples(7))) {
            double[] expected = softmax(
                    row,
                    1,
                    i -> constraint == Constraint.NONE || i % 7 == 0
                            ? (i % 3 == 0 ? 40 : 0)
                            : Double.NEGATIVE_INFINITY);
            checkDistribution(row, Sampling.plain(seed), List.of(new ThirdsBias(40), second), constraint, expected);
        }
    }

    @Test
    void asksAConstraintOnceForATokenThatIsDrawnOften() {
        float[] row = new float[VOCABULARY];
        Arrays.fill(row, -100);
        row[7] = row[14] = row[15] = 1;
        List<Integer> asked = new ArrayList<>();
        Constraint constraint = new Constraint() {
            @Override
            public boolean allows(int token) {
                asked.add(token);
                return token % 7 == 0;
            }

            @Override
            public BitSet allowed() {
                throw new AssertionError("few are refused");
            }

            @Override
            public void accept(int token) {}

            @Override
            public boolean finished() {
                return false;
            }
        };
        LogitsStage.TokenChoice lastOfMany = (context, draws, uniforms) -> IntStream.range(0, 300)
                .map(i -> draws.getAsInt())
                .reduce((x, y) -> y)
                .orElseThrow();
        int id = space().sampler(Sampling.plain(3), List.of(lastOfMany))
                .draw(row, new TokenHistory(new int[] {1}), constraint)
                .id();
        assertEquals(0, id % 7);
        assertEquals(List.of(7, 14, 15), asked.stream().sorted().toList());
    }

    @Property(tries = 30)
    void keepsTheLikelyTokensOnly(
            @ForAll @IntRange(min = 0, max = 1_000_000) int seed,
            @ForAll @IntRange(min = 1, max = 50) int topK,
            @ForAll @IntRange(min = 1, max = 99) int topP) {
        float[] row = row(seed);
        double[] p = softmax(row, 1, i -> 0);
        Integer[] order = IntStream.range(0, VOCABULARY).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (x, y) -> Double.compare(p[y], p[x]));
        assertKept(row, Sampling.plain(seed).withTopK(topK), order, topK);
        double mass = 0;
        int kept = 0;
        while (mass < topP / 100.0) {
            mass += p[order[kept++]];
        }
        assertKept(row, Sampling.plain(seed).withTopP(topP / 100.0), order, kept);
        int above = (int) Arrays.stream(p).filter(x -> x >= p[order[0]] * 0.3).count();
        assertKept(row, Sampling.plain(seed).withMinP(0.3), order, above);
    }

    @Property(tries = 50)
    void takesTheLargestBiasedLogitAtTemperatureZero(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        float[] row = row(seed);
        int expected = IntStream.range(0, VOCABULARY)
                .boxed()
                .max((x, y) -> Float.compare(row[x] + (x % 3 == 0 ? 1.5f : 0), row[y] + (y % 3 == 0 ? 1.5f : 0)))
                .orElseThrow();
        TokenSampler sampler = space().sampler(Sampling.greedy(), List.of(new ThirdsBias(1.5)));
        assertEquals(
                expected,
                sampler.draw(row, new TokenHistory(new int[] {1}), Constraint.NONE)
                        .id());
    }

    @Property(tries = 20)
    void reportsTheModelsOwnProbabilityAndLeavesTheRowAlone(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        float[] row = row(seed);
        float[] before = row.clone();
        double[] p = softmax(row, 1, i -> 0);
        TokenSampler sampler = space().sampler(
                        Sampling.plain(seed)
                                .withRepetitionPenalty(1.3, 8)
                                .withTemperature(0.7)
                                .withTopK(20)
                                .withTopP(0.9),
                        List.of(new ThirdsBias(2)));
        DrawnToken drawn = sampler.draw(row, new TokenHistory(new int[] {5, 6, 7}), Constraint.NONE);
        assertEquals(Math.log(p[drawn.id()]), drawn.logProbability(), 1e-4);
        assertArrayEquals(before, row);
    }

    @Property(tries = 20)
    void drawsLessOfWhatCameBefore(@ForAll @IntRange(min = 0, max = 1_000_000) int seed) {
        float[] row = new float[VOCABULARY];
        row[9] = 3;
        row[8] = 2.9f;
        TokenSampler sampler = space().sampler(
                        Sampling.plain(seed).withRepetitionPenalty(1.5, 4).withTemperature(0), List.of());
        assertEquals(
                8,
                sampler.draw(row, new TokenHistory(new int[] {9}), Constraint.NONE)
                        .id());
        assertEquals(
                9,
                sampler.draw(row, new TokenHistory(new int[] {9, 1, 1, 1, 1}), Constraint.NONE)
                        .id());
    }

    private static TokenSampler.Space space() {
        return new TokenSampler.Space(VOCABULARY, new BitSet());
    }

    private static void assertKept(float[] row, Sampling sampling, Integer[] order, int kept) {
        TokenSampler sampler = space().sampler(sampling, List.of());
        BitSet allowed = new BitSet();
        // Rounding may put one token at the edge on the other side.
        IntStream.range(0, Math.min(order.length, kept + 1)).forEach(i -> allowed.set(order[i]));
        for (int i = 0; i < 200; i++) {
            int id = sampler.draw(row, new TokenHistory(new int[] {0}), Constraint.NONE)
                    .id();
            assertTrue(allowed.get(id), "token " + id + " is not among the " + kept + " likeliest");
        }
    }

    private static void checkDistribution(
            float[] row, Sampling sampling, List<LogitsStage> stages, Constraint constraint, double[] expected) {
        TokenSampler sampler = space().sampler(sampling, stages);
        TokenHistory history = new TokenHistory(new int[] {1});
        int[] counts = new int[VOCABULARY];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.draw(row, history, constraint).id()]++;
        }
        double chi = 0;
        int cells = 0;
        double restExpected = 0;
        double restCount = 0;
        for (int i = 0; i < VOCABULARY; i++) {
            if (expected[i] * DRAWS >= 5) {
                chi += Math.pow(counts[i] - expected[i] * DRAWS, 2) / (expected[i] * DRAWS);
                cells++;
            } else {
                restExpected += expected[i] * DRAWS;
                restCount += counts[i];
            }
        }
        if (restExpected >= 5) {
            chi += Math.pow(restCount - restExpected, 2) / restExpected;
            cells++;
        }
        assertTrue(cells > 3 && chi < limit(cells - 1), "chi-square " + chi + " with " + cells + " cells");
    }

    private static double[] softmax(float[] row, double temperature, java.util.function.IntToDoubleFunction bias) {
        double[] p = new double[row.length];
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            p[i] = Math.exp(row[i] / temperature + bias.applyAsDouble(i));
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }

    private static float[] row(int seed) {
        Random random = new Random(seed);
        float[] row = new float[VOCABULARY];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (2 * random.nextGaussian());
        }
        return row;
    }

    private record ThirdsBias(double bound) implements LogitsStage.TokenBias {
        @Override
        public double bias(int previous, int candidate) {
            return candidate % 3 == 0 ? bound : 0;
        }
    }

    private record Multiples(int of) implements Constraint {
        @Override
        public boolean allows(int token) {
            return token % of == 0;
        }

        @Override
        public BitSet allowed() {
            BitSet set = new BitSet();
            IntStream.range(0, VOCABULARY).filter(this::allows).forEach(set::set);
            return set;
        }

        @Override
        public void accept(int token) {}

        @Override
        public boolean finished() {
            return false;
        }
    }
}
