package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.StageSpec;
import dev.cloister.watermark.attack.Attack;
import dev.cloister.watermark.attack.Attacks;
import dev.cloister.watermark.attack.Synonyms;
import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.human.Windows;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.statistics.Effect;
import dev.cloister.watermark.statistics.Evidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * All schemes that an app can be marked by, on the real model at temperature 1 with the same prompts, seeds and lengths:
 * how well their marks are found, clean and attacked, how rarely in human texts, and what they cost.
 *
 * <p>The p-value is the product's own, over all readings and windows of a text. A text counts as found at 1 % (0.1 %)
 * where it lies below the threshold that so many human windows pass under half of the keys; the other half of the keys
 * tells what that threshold really lets through. Figures, shares with a 95 % Clopper-Pearson interval:
 *
 * <ul>
 *   <li>{@code SCHEME.tpr50_at_1pct}, {@code .tpr100_..}, {@code .tpr200_..}, {@code .._at_01pct}: marked answers found
 *   <li>{@code SCHEME.ATTACK.tpr200_at_1pct}, {@code .tpr200_verdict}: the same after an attack of {@link Attacks}, and
 *       how many of those the product calls marked
 *   <li>{@code SCHEME.fpr200_at_1pct}, {@code .._at_01pct}: what the thresholds let through
 *   <li>{@code SCHEME.fpr_pooled_at_nominal_1pct}, {@code .fpr_worst_key_at_nominal_1pct}: human windows of 200 tokens
 *       with a plain p-value of at most 1 %, over all keys and for the worst
 *   <li>{@code SCHEME.nats}, {@code plain.nats}: negative log-probability per token under the unmarked model
 *   <li>{@code SCHEME.distinct2}, {@code plain.distinct2}: distinct pairs of neighbouring tokens among all
 *   <li>{@code SCHEME.same_opening}: pairs of answers to one question that begin with the same twelve tokens
 *   <li>{@code SCHEME.effect_shift}, {@code .effect_spread}: see {@link Effect}
 * </ul>
 *
 * <p>{@code default.} and {@code fpr.} repeat the figures of the default scheme.
 */
public final class SchemeBenchmark {

    private static final List<Integer> LENGTHS = List.of(50, 100, 200);
    private static final int LONGEST = 200;
    private static final int OPENING = 12;
    private static final long SEED = 1;

    private final Engine engine;
    private final Plan plan;

    /**
     * How much to measure.
     *
     * @param answers marked answers of each scheme
     * @param humanWindows windows of human text
     * @param keys of each scheme; each marks as many answers as the others
     * @param pairs pairs of answers to one question
     */
    public record Plan(int answers, int humanWindows, int keys, int pairs) {}

    public SchemeBenchmark(Engine engine, Plan plan) {
        this.engine = engine;
        this.plan = plan;
    }

    /** @param humanTexts ordinary prose, enough for the windows */
    public Map<String, Double> run(List<String> humanTexts, Synonyms synonyms) {
        List<int[]> human =
                Windows.of(humanTexts.stream().map(engine::tokenize).toList(), LONGEST, plan.humanWindows());
        List<Attack> attacks = Attacks.all(String.join("\n\n", humanTexts), synonyms);
        Map<String, Double> figures = new TreeMap<>();
        AnswerGenerator generator = new AnswerGenerator(engine, LONGEST);
        AnswerGenerator.Written plain = generator.write(plan.answers(), number -> List.of());
        cost(figures, "plain", plain);
        for (AppScheme scheme : AppScheme.values()) {
            SchemeArm arm = new SchemeArm(engine, candidates(scheme), human);
            String name = scheme.code();
            arm.falsePositives(figures, name, LENGTHS);
            List<StageSpec> stages = keys(scheme).stream().map(scheme::stage).toList();
            AnswerGenerator.Written written =
                    generator.write(plan.answers(), number -> List.of(stages.get(number % stages.size())));
            arm.truePositives(figures, name, written, LENGTHS);
            arm.attacked(figures, name, written, attacks);
            cost(figures, name, written);
            effect(figures, name, arm.evidence(written));
            figures.put(name + ".same_opening", sameOpenings(stages.getFirst()));
        }
        String standard = AppScheme.GREEN_LIST.code() + ".";
        Map<String, Double> repeated = new TreeMap<>();
        figures.forEach((name, value) -> {
            if (name.startsWith(standard + "tpr")) {
                repeated.put("default." + name.substring(standard.length()), value);
            } else if (name.startsWith(standard + "fpr_")) {
                repeated.put("fpr." + name.substring(standard.length() + "fpr_".length()), value);
            }
        });
        figures.putAll(repeated);
        return figures;
    }

    private static void cost(Map<String, Double> figures, String name, AnswerGenerator.Written written) {
        figures.put(name + ".nats", written.natsPerToken());
        figures.put(name + ".answers", (double) written.answers().size());
        Set<Long> distinct = new HashSet<>();
        long all = 0;
        for (AnswerGenerator.Written.One one : written.answers()) {
            for (int i = 1; i < one.tokens().length; i++) {
                distinct.add((long) one.tokens()[i - 1] << Integer.SIZE | one.tokens()[i]);
                all++;
            }
        }
        figures.put(name + ".distinct2", all == 0 ? 0 : (double) distinct.size() / all);
    }

    private static void effect(Map<String, Double> figures, String name, List<Evidence> evidence) {
        Effect effect = Effect.measured(evidence);
        figures.put(name + ".effect_shift", effect.shift());
        figures.put(name + ".effect_spread", effect.spread());
    }

    private double sameOpenings(StageSpec stage) {
        AnswerGenerator openings = new AnswerGenerator(engine, OPENING);
        long same = IntStream.range(0, plan.pairs())
                .filter(prompt -> Arrays.equals(
                        openings.opening(prompt, 1, List.of(stage)), openings.opening(prompt, 2, List.of(stage))))
                .count();
        return (double) same / plan.pairs();
    }

    private List<Candidate> candidates(AppScheme scheme) {
        return keys(scheme).stream()
                .map(key -> new Candidate(key.id(), scheme.with(key), scheme.effect()))
                .toList();
    }

    private List<MarkKey> keys(AppScheme scheme) {
        SplittableRandom random = new SplittableRandom(SEED + scheme.ordinal());
        List<MarkKey> keys = new ArrayList<>();
        for (int i = 0; i < plan.keys(); i++) {
            byte[] secret = new byte[MarkKey.BYTES];
            random.nextBytes(secret);
            keys.add(MarkKey.of(secret));
        }
        return keys;
    }
}
