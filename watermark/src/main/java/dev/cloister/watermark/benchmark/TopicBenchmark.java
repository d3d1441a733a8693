package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.StageSpec;
import dev.cloister.watermark.attack.Attack;
import dev.cloister.watermark.attack.Attacks;
import dev.cloister.watermark.attack.Synonyms;
import dev.cloister.watermark.benchmark.KeyedDetectors.Cost;
import dev.cloister.watermark.benchmark.published.KeywordTopics;
import dev.cloister.watermark.benchmark.published.TopicWatermark;
import dev.cloister.watermark.human.Windows;
import dev.cloister.watermark.scheme.Embedder;
import dev.cloister.watermark.scheme.MarkStageFactory;
import dev.cloister.watermark.scheme.Topic;
import dev.cloister.watermark.scheme.TopicLists;
import dev.cloister.watermark.scheme.TopicVocabulary;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * The scheme by topic, {@code topic.}, beside the published one on the same topics, vocabulary, prompts, seeds and
 * strength. {@code tbw.} reads the published marks by the largest z of all topics, {@code tbw-strict.} by the topic of
 * the text's keywords, {@code tbw-majority.} by the topic that most parts of fifty tokens have. Figures are those of
 * {@link SchemeBenchmark}, {@link CalibrationBenchmark} and {@link OverheadBenchmark}; and {@code
 * tbw.tpr200_at_published_z}, {@code tbw.fpr200_at_published_z}, at the threshold of the published evaluation.
 */
public final class TopicBenchmark {

    private static final List<String> TOPICS = List.of("animals", "technology", "sports", "medicine");
    private static final String OURS = "topic";
    private static final String PUBLISHED = "tbw";
    private static final int WINDOW = 50;
    private static final int SHORTEST_WINDOW = 5;

    private final Engine engine;
    private final SchemeBenchmark.Plan plan;
    private final CalibrationBenchmark calibration;
    private final OverheadBenchmark overhead;
    private final int overheadPairs;
    private final Embedder embedder;
    private final TopicVocabulary vocabulary;
    private final KeywordTopics keywords;
    private final Map<String, Double> figures = new TreeMap<>();

    public TopicBenchmark(
            Engine engine,
            SchemeBenchmark.Plan plan,
            CalibrationBenchmark.Plan calibration,
            OverheadBenchmark.Plan overhead) {
        this.engine = engine;
        this.plan = plan;
        this.calibration = new CalibrationBenchmark(calibration);
        this.overhead = new OverheadBenchmark(engine, overhead);
        this.overheadPairs = overhead.pairs();
        this.embedder = engine::embed;
        this.vocabulary = TopicVocabulary.of(Pieces.vocabulary(engine), TOPICS, embedder);
        this.keywords = new KeywordTopics(TOPICS, embedder);
    }

    /** @param humanTexts ordinary prose, enough for the windows */
    public Map<String, Double> run(List<String> humanTexts, Synonyms synonyms) {
        List<int[]> human = humanTexts.stream().map(engine::tokenize).toList();
        List<int[]> windows = Windows.of(human, SchemeBenchmark.LONGEST, plan.humanWindows());
        List<int[]> few = SchemeBenchmark.spread(windows, plan.windows(Cost.DEAR));
        List<Attack> attacks = Attacks.all(String.join("\n\n", humanTexts), synonyms);
        figures.put("topic.vocabulary_near", (double) vocabulary.size() - vocabulary.rest().length);

        KeyedDetectors ours = ours();
        AnswerGenerator.Written written = written(this::ourStage);
        measure(ours, written, windows, attacks);
        calibration.measure(ours, human);
        overhead.overhead(ourStage(0), overheadPairs).addTo(figures, OURS + ".generate_overhead");

        AnswerGenerator.Written published = written(this::publishedStage);
        KeyedDetectors largest = published(PUBLISHED, Cost.CHEAP, TopicWatermark::largestZ);
        measure(largest, published, windows, attacks);
        calibration.measure(largest, human);
        atPublishedThreshold(largest, published, windows);
        overhead.overhead(publishedStage(0), overheadPairs).addTo(figures, PUBLISHED + ".generate_overhead");

        for (KeyedDetectors byText : List.of(strict(), majority())) {
            SchemeArm arm = new SchemeArm(engine, byText.name(), byText.first(plan.keys()), few);
            arm.falsePositives(figures, SchemeBenchmark.LENGTHS);
            arm.truePositives(figures, published, SchemeBenchmark.LENGTHS);
            calibration.measure(byText, few);
        }
        figures.putAll(calibration.figures());
        return figures;
    }

    private void measure(
            KeyedDetectors detectors, AnswerGenerator.Written written, List<int[]> human, List<Attack> attacks) {
        String name = detectors.name();
        SchemeArm arm = new SchemeArm(engine, name, detectors.first(plan.keys()), human);
        arm.falsePositives(figures, SchemeBenchmark.LENGTHS);
        arm.truePositives(figures, written, SchemeBenchmark.LENGTHS);
        WritingCost.put(figures, name, written);
        WritingCost.putEffect(figures, name, arm.evidence(written));
        arm.attacked(figures, written, attacks);
        arm.otherKeys(figures, written);
    }

    private void atPublishedThreshold(KeyedDetectors detectors, AnswerGenerator.Written written, List<int[]> human) {
        double threshold = TopicWatermark.nominal(TopicWatermark.Z_THRESHOLD);
        List<Detector> keys = detectors.first(plan.keys());
        Shares.put(
                figures,
                PUBLISHED + ".tpr200_at_published_z",
                written.answers().stream()
                        .mapToDouble(one -> keys.get(one.number() % keys.size()).plain(one.tokens()))
                        .toArray(),
                threshold);
        Shares.put(
                figures,
                PUBLISHED + ".fpr200_at_published_z",
                keys.stream()
                        .flatMapToDouble(key -> human.stream().mapToDouble(key::plain))
                        .toArray(),
                threshold);
    }

    private AnswerGenerator.Written written(IntFunction<StageSpec> stage) {
        AnswerGenerator generator = new AnswerGenerator(engine, SchemeBenchmark.LONGEST);
        return generator.write(plan.answers(), number -> generator.answer(number, List.of(stage.apply(number))));
    }

    private KeyedDetectors ours() {
        return new KeyedDetectors(
                OURS,
                number -> CandidateDetector.of(
                        BenchmarkKeys.of(OURS, number), new Topic(ourLists(number), 0, TopicWatermark.DELTA)),
                Cost.CHEAP);
    }

    /** For the answer of that number, by its prompt's topic. */
    private StageSpec ourStage(int answer) {
        int topic = TopicVocabulary.topicOf(BenchmarkPrompts.of(answer), TOPICS, embedder);
        return MarkStageFactory.spec(new Topic(ourLists(answer % plan.keys()), topic, TopicWatermark.DELTA));
    }

    private TopicLists ourLists(int key) {
        return TopicLists.deal(BenchmarkKeys.of(OURS, key), vocabulary);
    }

    /** For the answer of that number, by the topic of its prompt's keywords. */
    private StageSpec publishedStage(int answer) {
        return shuffled(answer % plan.keys()).stage(keywords.of(BenchmarkPrompts.of(answer)));
    }

    /** A shuffle stands where others have a key. */
    private TopicWatermark shuffled(int number) {
        return new TopicWatermark(vocabulary, BenchmarkKeys.random(PUBLISHED, number));
    }

    /** How a text's z is found. */
    private interface Scoring {
        double z(TopicWatermark watermark, int[] tokens);
    }

    private KeyedDetectors published(String name, Cost cost, Scoring scoring) {
        return new KeyedDetectors(name, number -> new Published(shuffled(number), scoring), cost);
    }

    /** The published code reads a text once, as it is. */
    private record Published(TopicWatermark watermark, Scoring scoring) implements Detector {

        @Override
        public double pValue(List<int[]> readings) {
            return plain(readings.getFirst());
        }

        @Override
        public double plain(int[] window) {
            return TopicWatermark.nominal(scoring.z(watermark, window));
        }
    }

    private KeyedDetectors strict() {
        ToIntFunction<int[]> topics = remembered(tokens -> keywords.of(Pieces.text(engine, tokens)));
        return published(
                "tbw-strict", Cost.CHEAP, (watermark, tokens) -> watermark.z(tokens, topics.applyAsInt(tokens)));
    }

    private KeyedDetectors majority() {
        ToIntFunction<int[]> topics = remembered(tokens -> keywords.majority(parts(tokens)));
        return published(
                "tbw-majority", Cost.CHEAP, (watermark, tokens) -> watermark.z(tokens, topics.applyAsInt(tokens)));
    }

    private List<String> parts(int[] tokens) {
        List<String> parts = new ArrayList<>();
        for (int from = 0; from + SHORTEST_WINDOW <= tokens.length; from += WINDOW) {
            int to = Math.min(tokens.length, from + WINDOW);
            parts.add(Pieces.text(engine, Arrays.copyOfRange(tokens, from, to)));
        }
        return parts;
    }

    /** A text's topic does not depend on the shuffle. */
    private static ToIntFunction<int[]> remembered(ToIntFunction<int[]> topics) {
        Map<IntBuffer, Integer> known = new ConcurrentHashMap<>();
        return tokens -> known.computeIfAbsent(IntBuffer.wrap(tokens.clone()), text -> topics.applyAsInt(tokens));
    }
}
