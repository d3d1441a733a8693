package dev.cloister.watermark.benchmark.quality;

import dev.cloister.inference.Engine;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.Scoring;
import dev.cloister.inference.Session;
import dev.cloister.inference.StageSpec;
import dev.cloister.inference.TextScore;
import dev.cloister.inference.benchmark.PairedRatios;
import dev.cloister.watermark.benchmark.AnswerWriter;
import dev.cloister.watermark.benchmark.AnswerWriter.Answer;
import dev.cloister.watermark.benchmark.AnswerWriter.Task;
import dev.cloister.watermark.benchmark.BenchmarkKeys;
import dev.cloister.watermark.benchmark.BenchmarkPrompts;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.statistics.ClopperPearson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What marks cost the reader, at temperature 1 with twenty keys a scheme, measured without the model that wrote.
 *
 * <p>Figures:
 *
 * <ul>
 *   <li>{@code SCHEME.judged_ratio}: perplexity of a marked answer over that of the unmarked one to the same prompt, both by
 *       another model, the median of all prompts with its interval; {@code again.judged_ratio} is that of unmarked answers
 *       drawn a second time, which tells how much is chance
 *   <li>{@code SCHEME.judged_perplexity}, {@code plain.judged_perplexity}: of all answers together
 *   <li>{@code SCHEME.task_accuracy}, {@code plain.task_accuracy}: questions answered rightly, with a 95 % Clopper-Pearson interval
 * </ul>
 */
public final class TextQualityBenchmark {

    private static final int KEYS = 20;
    private static final int TOKENS = 200;
    private static final int TASK_TOKENS = 32;
    private static final double CONFIDENCE = 0.95;
    private static final long SECOND_DRAW = 1_000_000;
    private static final Session SESSION = new Session("benchmark", "benchmark", "benchmark");

    private final AnswerWriter writer;
    private final Engine judge;
    private final Plan plan;
    private final Map<String, Double> figures = new TreeMap<>();

    /**
     * How much is measured, by scheme.
     *
     * @param answers that are judged
     * @param questions with known answers
     */
    public record Plan(int answers, int questions) {}

    /**
     * A benchmark.
     *
     * @param writing the model that writes
     * @param judge another, which never saw the first one's answers
     */
    public TextQualityBenchmark(Engine writing, Engine judge, Plan plan) {
        this.writer = new AnswerWriter(writing);
        this.judge = judge;
        this.plan = plan;
    }

    public Map<String, Double> run() {
        List<Judgement> plain = judged("plain", 0, number -> List.of());
        compare("again", plain, judged("again", SECOND_DRAW, number -> List.of()));
        tasks("plain", number -> List.of());
        for (AppScheme scheme : AppScheme.values()) {
            List<StageSpec> marks = marks(scheme);
            IntFunction<List<StageSpec>> turns = number -> List.of(marks.get(number % KEYS));
            compare(scheme.code(), plain, judged(scheme.code(), 0, turns));
            tasks(scheme.code(), turns);
        }
        return figures;
    }

    /** Nats of a text of so many tokens by the judging model. */
    private record Judgement(double nats, int tokens) {

        double perToken() {
            return nats / Math.max(1, tokens);
        }
    }

    private List<Judgement> judged(String name, long firstSeed, IntFunction<List<StageSpec>> stages) {
        List<Answer> answers = writer.write(IntStream.range(0, plan.answers())
                .mapToObj(number ->
                        new Task(BenchmarkPrompts.of(number), firstSeed + number, TOKENS, stages.apply(number)))
                .toList());
        List<String> texts = answers.stream().map(Answer::text).toList();
        List<Judgement> judgements = new ArrayList<>();
        try (Scoring scoring = judge.score(ScoreRequest.of(SESSION, texts))) {
            for (TextScore score : scoring.rest()) {
                judgements.add(new Judgement(-score.total(), score.predicted()));
            }
        }
        figures.put(
                name + ".judged_perplexity",
                Math.exp(judgements.stream().mapToDouble(Judgement::nats).sum()
                        / judgements.stream().mapToInt(Judgement::tokens).sum()));
        return judgements;
    }

    private void compare(String name, List<Judgement> plain, List<Judgement> other) {
        PairedRatios.of(IntStream.range(0, plain.size())
                        .mapToDouble(i ->
                                Math.exp(other.get(i).perToken() - plain.get(i).perToken())))
                .addTo(figures, name + ".judged_ratio");
    }

    private void tasks(String name, IntFunction<List<StageSpec>> stages) {
        List<KnownAnswers> questions =
                IntStream.range(0, plan.questions()).mapToObj(KnownAnswers::of).toList();
        List<Answer> answers = writer.write(IntStream.range(0, questions.size())
                .mapToObj(number -> new Task(questions.get(number).prompt(), number, TASK_TOKENS, stages.apply(number)))
                .toList());
        int right = (int) IntStream.range(0, questions.size())
                .filter(number ->
                        questions.get(number).isAnsweredBy(answers.get(number).text()))
                .count();
        ClopperPearson.Interval interval = ClopperPearson.of(right, questions.size(), CONFIDENCE);
        figures.put(name + ".task_accuracy", (double) right / questions.size());
        figures.put(name + ".task_accuracy.lo", interval.low());
        figures.put(name + ".task_accuracy.hi", interval.high());
    }

    private static List<StageSpec> marks(AppScheme scheme) {
        return IntStream.range(0, KEYS)
                .mapToObj(number -> scheme.stage(BenchmarkKeys.of(scheme.code(), number)))
                .toList();
    }
}
