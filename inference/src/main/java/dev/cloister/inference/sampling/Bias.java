package dev.cloister.inference.sampling;

import dev.cloister.inference.LogitsStage;
import java.util.List;
import java.util.function.DoubleSupplier;

/** The sum of several bounded biases. */
record Bias(List<LogitsStage.TokenBias> stages, double bound) {

    static Bias of(List<LogitsStage> stages) {
        List<LogitsStage.TokenBias> biases = stages.stream()
                .filter(LogitsStage.TokenBias.class::isInstance)
                .map(LogitsStage.TokenBias.class::cast)
                .toList();
        return new Bias(
                biases,
                biases.stream().mapToDouble(LogitsStage.TokenBias::bound).sum());
    }

    /** Those that bias the token about to be drawn. */
    Bias active(DoubleSupplier entropy) {
        for (LogitsStage.TokenBias stage : stages) {
            if (!stage.biases(entropy)) {
                return of(stages.stream()
                        .filter(one -> one.biases(entropy))
                        .map(LogitsStage.class::cast)
                        .toList());
            }
        }
        return this;
    }

    boolean isNone() {
        return stages.isEmpty();
    }

    double at(int previous, int candidate) {
        double sum = 0;
        for (int i = 0; i < stages.size(); i++) {
            sum += stages.get(i).bias(previous, candidate);
        }
        return sum;
    }

    /** The probability with which a candidate that was drawn without bias is kept. */
    double acceptance(int previous, int candidate) {
        return Math.exp(at(previous, candidate) - bound);
    }
}
