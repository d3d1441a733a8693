package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import java.util.function.IntToDoubleFunction;

/** A bias that does not depend on the context. For one generation, on one thread. */
record FixedBias(IntToDoubleFunction biases, double bound) implements LogitsStage.TokenBias {

    @Override
    public double bias(int previous, int candidate) {
        return biases.applyAsDouble(candidate);
    }
}
