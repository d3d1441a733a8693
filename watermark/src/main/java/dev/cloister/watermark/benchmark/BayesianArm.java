package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.scheme.LayerModel;
import dev.cloister.watermark.scheme.LayerTraining;
import dev.cloister.watermark.scheme.SynthId;
import dev.cloister.watermark.scheme.SynthIdBayesian;
import java.util.List;
import java.util.Map;

/**
 * SynthID's answers by its Bayesian detector. What a layer shows does not depend on the key, so one model is trained on
 * answers under all keys; it is tried on the answers that it was not trained on.
 */
final class BayesianArm {

    private static final String NAME = "synthid-bayesian";
    private static final int UNMARKED = 200;

    private final Engine engine;
    private final int keys;

    BayesianArm(Engine engine, int keys) {
        this.engine = engine;
        this.keys = keys;
    }

    void measure(Map<String, Double> figures, AnswerGenerator.Written written, List<int[]> human) {
        int half = written.answers().size() / 2;
        if (half == 0) {
            return;
        }
        LayerModel model = LayerTraining.train(
                scheme(0).keys().size(),
                written.answers().subList(0, half).stream()
                        .map(one -> scheme(one.number() % keys).bits(one.tokens()))
                        .toList(),
                SchemeBenchmark.spread(human, UNMARKED).stream()
                        .map(window -> scheme(0).bits(window))
                        .toList());
        KeyedDetectors detectors = new KeyedDetectors(
                NAME,
                number -> CandidateDetector.of(Integer.toString(number), new SynthIdBayesian(scheme(number), model)),
                KeyedDetectors.Cost.CHEAP);
        SchemeArm arm = new SchemeArm(engine, NAME, detectors.first(keys), human);
        AnswerGenerator.Written others = new AnswerGenerator.Written(
                written.answers().subList(half, written.answers().size()), written.natsPerToken());
        arm.falsePositives(figures, SchemeBenchmark.LENGTHS);
        arm.truePositives(figures, others, SchemeBenchmark.LENGTHS);
        figures.put(NAME + ".answers", (double) others.answers().size());
    }

    private static SynthId scheme(int number) {
        return (SynthId) AppScheme.SYNTHID.with(BenchmarkKeys.of(AppScheme.SYNTHID.code(), number));
    }
}
