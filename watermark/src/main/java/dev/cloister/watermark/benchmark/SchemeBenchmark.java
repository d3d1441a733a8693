package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.StageSpec;
import dev.cloister.watermark.attack.Attack;
import dev.cloister.watermark.attack.Attacks;
import dev.cloister.watermark.attack.Synonyms;
import dev.cloister.watermark.benchmark.KeyedDetectors.Cost;
import dev.cloister.watermark.human.Windows;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.scheme.SentenceChoice;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * All schemes but those by topic, on the real model at temperature 1 with the same prompts, seeds and lengths: how well
 * their marks are found, clean and attacked, and what they cost. ({@code sentence-choice} continues plain text instead of
 * answering in a chat.)
 *
 * <p>The p-value is the product's own, over all readings and windows of a text. A text counts as found at 1 % (0.1 %)
 * where it lies below the threshold that so many human windows pass under half of the keys; the other half of the keys
 * tells what that threshold really lets through. Figures, shares with a 95 % Clopper-Pearson interval:
 *
 * <ul>
 *   <li>{@code SCHEME.tpr50_at_1pct}, {@code .tpr100_..}, {@code .tpr200_..}, {@code .._at_01pct}: marked answers found
 *   <li>{@code SCHEME.tpr200_at_nominal_1pct} and so on: with a plain p-value of at most 1 %
 *   <li>{@code SCHEME.roc50_at_RATE}: marked answers of 50 tokens found at a threshold that this share of human windows
 *       passes, all keys together
 *   <li>{@code SCHEME.ATTACK.tpr200_at_1pct}, {@code .tpr200_verdict}: the same after an attack of {@link Attacks}, and
 *       how many of those the product calls marked; for {@code entropy-gated} three of them
 *   <li>{@code SCHEME.fpr200_at_1pct}, {@code .._at_01pct}: what the thresholds let through
 *   <li>{@code SCHEME.threshold_negatives}: pairs of window and key that set them
 *   <li>{@code SCHEME.other_keys_at_nominal_1pct}: marked answers with a plain p-value of at most 1 % under another key
 *   <li>{@code SCHEME.nats}, {@code plain.nats}: negative log-probability per token under the unmarked model
 *   <li>{@code SCHEME.distinct2}, {@code plain.distinct2}: distinct pairs of neighbouring tokens among all
 *   <li>{@code SCHEME.same_opening}: pairs of answers to one question that begin with the same twelve tokens
 *   <li>{@code SCHEME.effect_shift}, {@code .effect_spread}: see {@link dev.cloister.watermark.statistics.Effect}
 * </ul>
 *
 * <p>{@code tournament-WIDTHxLAYERS.} are the default scheme in other sizes, {@code default.} repeats its figures. {@code
 * synthid-bayesian.} reads the second half of SynthID's answers; the first half trained it.
 */
public final class SchemeBenchmark {

    /** Lengths in tokens; the longest is that of the answers. */
    static final List<Integer> LENGTHS = List.of(50, 100, 200);

    static final int LONGEST = 200;

    private static final Set<String> FEW_ATTACKS = Set.of("delete30", "substitute30", "synonyms50");
    private static final int OPENING = 12;
    private static final int DRAFTS = 4;

    private final Engine engine;
    private final Plan plan;
    private final Map<String, Double> figures = new TreeMap<>();

    /**
     * How much to measure.
     *
     * @param answers marked answers of each scheme
     * @param defaultAnswers of the default scheme and of the unmarked model
     * @param choiceAnswers answers by the choice of sentences, which takes four drafts of each
     * @param humanWindows windows of human text; a tenth for schemes whose detection is dear
     * @param keys of each scheme; each marks as many answers as the others
     * @param pairs pairs of answers to one question
     */
    public record Plan(int answers, int defaultAnswers, int choiceAnswers, int humanWindows, int keys, int pairs) {

        /** How many of the human windows are affordable. */
        int windows(Cost cost) {
            return cost == Cost.CHEAP ? humanWindows : Math.max(1, humanWindows / 10);
        }
    }

    public SchemeBenchmark(Engine engine, Plan plan) {
        this.engine = engine;
        this.plan = plan;
    }

    /**
     * The unmarked model, the schemes that an app can choose, and the default one in other sizes.
     *
     * @param humanTexts ordinary prose, enough for the windows
     */
    public Map<String, Double> ofApps(List<String> humanTexts, Synonyms synonyms) {
        List<int[]> human = Windows.of(tokens(humanTexts), LONGEST, plan.humanWindows());
        List<Attack> attacks = Attacks.all(String.join("\n\n", humanTexts), synonyms);
        AnswerGenerator generator = new AnswerGenerator(engine, LONGEST);
        WritingCost.put(
                figures,
                "plain",
                generator.write(plan.defaultAnswers(), number -> generator.answer(number, List.of())));
        BenchmarkSchemes.ofApps().forEach(scheme -> measure(scheme, generator, human, attacks));
        List<int[]> fewer = spread(human, plan.windows(Cost.DEAR));
        BenchmarkSchemes.sizes().forEach(scheme -> measure(scheme, generator, fewer, few(attacks)));
        repeatDefault();
        return figures;
    }

    /**
     * All other schemes.
     *
     * @param humanTexts ordinary prose, enough for the windows
     */
    public Map<String, Double> further(List<String> humanTexts, Synonyms synonyms) {
        List<int[]> tokens = tokens(humanTexts);
        List<int[]> human = Windows.of(tokens, LONGEST, plan.humanWindows());
        List<Attack> attacks = Attacks.all(String.join("\n\n", humanTexts), synonyms);
        BenchmarkSchemes schemes = new BenchmarkSchemes(engine, tokens);
        AnswerGenerator generator = new AnswerGenerator(engine, LONGEST);
        for (BenchmarkSchemes.OnTokens scheme : schemes.further()) {
            List<int[]> windows = spread(human, plan.windows(scheme.detectors().cost()));
            if (scheme.detectors().cost() == Cost.BY_MODEL) {
                schemes.entropies().remember(windows, LENGTHS);
            }
            measure(scheme, generator, windows, attacks);
        }
        sentenceChoice(generator, human, attacks);
        return figures;
    }

    private List<int[]> tokens(List<String> texts) {
        return texts.stream().map(engine::tokenize).toList();
    }

    private void measure(
            BenchmarkSchemes.OnTokens scheme, AnswerGenerator generator, List<int[]> human, List<Attack> attacks) {
        String name = scheme.name();
        SchemeArm arm = new SchemeArm(engine, name, scheme.detectors().first(plan.keys()), human);
        arm.falsePositives(figures, LENGTHS);
        boolean isDefault = name.equals(AppScheme.DEFAULT.code());
        AnswerGenerator.Written written = generator.write(
                isDefault ? plan.defaultAnswers() : plan.answers(),
                number -> generator.answer(number, List.of(scheme.stage().apply(number % plan.keys()))));
        found(arm, name, written, scheme.detectors().cost() == Cost.BY_MODEL ? few(attacks) : attacks);
        figures.put(name + ".same_opening", sameOpenings(scheme.stage().apply(0)));
        if (name.equals(AppScheme.SYNTHID.code())) {
            new BayesianArm(engine, plan.keys()).measure(figures, written, human);
        }
    }

    private static List<Attack> few(List<Attack> attacks) {
        return attacks.stream()
                .filter(attack -> FEW_ATTACKS.contains(attack.name()))
                .toList();
    }

    private void found(SchemeArm arm, String name, AnswerGenerator.Written written, List<Attack> attacks) {
        arm.truePositives(figures, written, LENGTHS);
        WritingCost.put(figures, name, written);
        WritingCost.putEffect(figures, name, arm.evidence(written));
        arm.attacked(figures, written, attacks);
        arm.otherKeys(figures, written);
    }

    private void sentenceChoice(AnswerGenerator generator, List<int[]> human, List<Attack> attacks) {
        KeyedDetectors detectors = BenchmarkSchemes.sentenceChoice();
        SchemeArm arm = new SchemeArm(engine, detectors.name(), detectors.first(plan.keys()), human);
        arm.falsePositives(figures, LENGTHS);
        SentenceWriter writer = new SentenceWriter(engine, DRAFTS, (int) (LONGEST * AnswerGenerator.MARGIN));
        AnswerGenerator.Written written = generator.write(
                plan.choiceAnswers(),
                number -> writer.write(
                        generator, number, new SentenceChoice(BenchmarkSchemes.sentenceKey(number % plan.keys()))));
        found(arm, detectors.name(), written, attacks);
    }

    private void repeatDefault() {
        String standard = AppScheme.DEFAULT.code() + ".";
        Map<String, Double> repeated = new TreeMap<>();
        figures.forEach((name, value) -> {
            if (name.startsWith(standard + "tpr")) {
                repeated.put("default." + name.substring(standard.length()), value);
            }
        });
        figures.putAll(repeated);
    }

    private double sameOpenings(StageSpec stage) {
        AnswerGenerator openings = new AnswerGenerator(engine, OPENING);
        long same = IntStream.range(0, plan.pairs())
                .filter(prompt -> Arrays.equals(
                        openings.opening(prompt, 1, List.of(stage)), openings.opening(prompt, 2, List.of(stage))))
                .count();
        return (double) same / plan.pairs();
    }

    /** So many of them, spread evenly. */
    static List<int[]> spread(List<int[]> windows, int most) {
        return Windows.of(windows, LONGEST, most);
    }
}
