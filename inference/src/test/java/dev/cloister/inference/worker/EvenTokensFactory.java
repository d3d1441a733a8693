package dev.cloister.inference.worker;

import dev.cloister.inference.LogitsStage;
import dev.cloister.inference.LogitsStageFactory;
import java.nio.ByteBuffer;

/** A stage that favours tokens with even ids by as much as its parameter says. */
public final class EvenTokensFactory implements LogitsStageFactory {

    @Override
    public String name() {
        return "even";
    }

    @Override
    public LogitsStage create(byte[] parameters) {
        if (parameters.length != Double.BYTES) {
            throw new IllegalArgumentException("a double is wanted");
        }
        double delta = ByteBuffer.wrap(parameters).getDouble();
        return new LogitsStage.TokenBias() {
            @Override
            public double bias(int previous, int candidate) {
                return candidate % 2 == 0 ? delta : 0;
            }

            @Override
            public double bound() {
                return delta;
            }
        };
    }

    static byte[] parameters(double delta) {
        return ByteBuffer.allocate(Double.BYTES).putDouble(delta).array();
    }
}
