package dev.cloister.watermark.benchmark.adversary;

import dev.cloister.inference.Engine;
import dev.cloister.inference.StageSpec;
import dev.cloister.watermark.attack.steal.StolenRules;
import dev.cloister.watermark.attack.steal.StolenRulesStageFactory;
import dev.cloister.watermark.benchmark.AnswerWriter;
import dev.cloister.watermark.benchmark.AnswerWriter.Answer;
import dev.cloister.watermark.benchmark.AnswerWriter.Task;
import dev.cloister.watermark.benchmark.BenchmarkKeys;
import dev.cloister.watermark.benchmark.BenchmarkPrompts;
import dev.cloister.watermark.benchmark.Shares;
import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.detect.MarkSearch;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.text.Reading;
import dev.cloister.watermark.text.Readings;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Attacks by somebody who has the same model without marks and sees answers with them, all of one key: rewording an answer;
 * writing texts that are called marked after collecting answers (spoofing); rewording with what was collected (scrubbing).
 * The scheme is known, and so how many tokens before a token decide about it; the key is not.
 * Texts have about 200 tokens, at temperature 1.
 *
 * <p>Figures, shares with a 95 % Clopper-Pearson interval; {@code .nominal_1pct} counts p-values of at most 1 %, {@code
 * .verdict} what the product calls marked:
 *
 * <ul>
 *   <li>{@code SCHEME.paraphrase.nominal_1pct}, {@code .verdict}: answers that the model has reworded; {@code .kept_words}:
 *       the share of an answer's different words that are in its new wording
 *   <li>{@code SCHEME.spoofN.nominal_1pct}, {@code .verdict}: forged texts after N answers were collected; {@code .nats}:
 *       what they cost by the token, in nats of the model's own probabilities; {@code .rules}: what was learned
 *   <li>{@code SCHEME.scrub.nominal_1pct}, {@code .verdict}: answers reworded while what was learned of all that were collected is avoided
 *   <li>{@code spoof.plain_nats}: what answers without marks cost by the token
 * </ul>
 */
public final class AdversaryBenchmark {

    private static final int TOKENS = 200;
    private static final double NOMINAL = 0.01;
    private static final double FORCE = 5;
    private static final String REWORD =
            "Rewrite the following text in other words. Keep its meaning and its length.\n\n%s";

    private final Engine engine;
    private final AnswerWriter writer;
    private final Plan plan;

    /**
     * How much is measured.
     *
     * @param collected how many answers somebody collects, in rising order
     * @param forged texts forged after each
     * @param reworded answers that are reworded
     */
    public record Plan(List<Integer> collected, int forged, int reworded) {

        public Plan {
            collected = List.copyOf(collected);
        }

        int most() {
            return collected.getLast();
        }
    }

    public AdversaryBenchmark(Engine engine, Plan plan) {
        this.engine = engine;
        this.writer = new AnswerWriter(engine);
        this.plan = plan;
    }

    public Map<String, Double> run() {
        Map<String, Double> figures = new TreeMap<>();
        List<Answer> plain = answers(0, plan.most(), List.of());
        figures.put("spoof.plain_nats", nats(plain));
        for (AppScheme scheme : AppScheme.values()) {
            figures.putAll(new Victim(scheme, BenchmarkKeys.of(scheme.code(), 0)).attacked(tokens(plain)));
        }
        return figures;
    }

    /** A scheme with the key that is attacked. */
    private final class Victim {

        private final String name;
        private final int contextWidth;
        private final Candidate candidate;
        private final StageSpec mark;
        private final Map<String, Double> figures = new TreeMap<>();

        Victim(AppScheme scheme, MarkKey key) {
            name = scheme.code();
            contextWidth = scheme.contextWidth();
            candidate = new Candidate(key.id(), scheme.with(key), scheme.effect());
            mark = scheme.stage(key);
        }

        Map<String, Double> attacked(List<int[]> plain) {
            List<Answer> marked = answers(0, plan.most(), List.of(mark));
            List<int[]> tokens = tokens(marked);
            List<Answer> victims = marked.subList(0, plan.reworded());
            paraphrase(victims);
            StolenRules rules = StolenRules.learn(contextWidth, List.of(), List.of());
            for (int collected : plan.collected()) {
                rules = StolenRules.learn(contextWidth, tokens.subList(0, collected), plain.subList(0, collected));
                spoof("spoof" + collected, rules);
            }
            shares("scrub", reworded(victims, List.of(StolenRulesStageFactory.spec(rules, -FORCE))));
            return figures;
        }

        private void paraphrase(List<Answer> victims) {
            List<Answer> reworded = reworded(victims, List.of());
            shares("paraphrase", reworded);
            figures.put(
                    name + ".paraphrase.kept_words",
                    IntStream.range(0, victims.size())
                            .mapToDouble(i ->
                                    kept(victims.get(i).text(), reworded.get(i).text()))
                            .average()
                            .orElseThrow());
        }

        /** Forged on subjects other than those that were collected. */
        private void spoof(String attack, StolenRules rules) {
            List<Answer> forged =
                    answers(plan.most(), plan.forged(), List.of(StolenRulesStageFactory.spec(rules, FORCE)));
            shares(attack, forged);
            figures.put(name + "." + attack + ".nats", nats(forged));
            figures.put(name + "." + attack + ".rules", (double) rules.size());
        }

        private void shares(String attack, List<Answer> texts) {
            MarkSearch search = new MarkSearch(List.of(candidate), MarkSearch.SIGNIFICANCE);
            double[] pValues = texts.stream()
                    .mapToDouble(text -> search.search(readings(text.text())).pValue())
                    .toArray();
            Shares.put(figures, name + "." + attack + ".nominal_1pct", pValues, NOMINAL);
            Shares.put(figures, name + "." + attack + ".verdict", pValues, MarkSearch.SIGNIFICANCE);
        }
    }

    private List<Answer> answers(int from, int count, List<StageSpec> stages) {
        return writer.write(IntStream.range(from, from + count)
                .mapToObj(number -> new Task(BenchmarkPrompts.of(number), number, TOKENS, stages))
                .toList());
    }

    private List<Answer> reworded(List<Answer> answers, List<StageSpec> stages) {
        return writer.write(IntStream.range(0, answers.size())
                .mapToObj(
                        number -> new Task(REWORD.formatted(answers.get(number).text()), number, TOKENS, stages))
                .toList());
    }

    private List<int[]> tokens(List<Answer> answers) {
        return answers.stream().map(Answer::text).map(engine::tokenize).toList();
    }

    private List<int[]> readings(String text) {
        return Readings.of(text).stream()
                .map(Reading::text)
                .map(engine::tokenize)
                .toList();
    }

    private static double nats(List<Answer> answers) {
        return answers.stream().mapToDouble(Answer::nats).sum()
                / Math.max(1, answers.stream().mapToInt(Answer::drawn).sum());
    }

    private static double kept(String before, String after) {
        Set<String> words = words(before);
        Set<String> both = new HashSet<>(words);
        both.retainAll(words(after));
        return words.isEmpty() ? 0 : (double) both.size() / words.size();
    }

    private static Set<String> words(String text) {
        return new HashSet<>(Arrays.asList(text.split("\\W+")));
    }
}
