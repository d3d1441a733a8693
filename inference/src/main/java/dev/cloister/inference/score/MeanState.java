package dev.cloister.inference.score;

import dev.cloister.inference.HiddenStateProbe;
import dev.cloister.inference.HiddenStateProbeFactory;
import dev.cloister.inference.ProbeSpec;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The mean of a layer's output over a text's tokens: an embedding by the served model itself, in the model's width. The
 * prompt's tokens count too, but for the last layer and the final state, of which only the prompt's last token is known.
 */
public final class MeanState implements HiddenStateProbeFactory {

    private static final String NAME = "mean-state";
    private static final int FINAL = -1;

    /** The mean of the final state, after the model's last normalisation. */
    public static ProbeSpec ofFinalState() {
        return ofLayer(FINAL);
    }

    /** The mean of a layer's output; 0 is the first layer. */
    public static ProbeSpec ofLayer(int layer) {
        return new ProbeSpec(
                NAME, ByteBuffer.allocate(Integer.BYTES).putInt(layer).array());
    }

    /** The vector in what the probe returned. */
    public static float[] vector(byte[] result) {
        float[] vector = new float[result.length / Float.BYTES];
        ByteBuffer.wrap(result).asFloatBuffer().get(vector);
        return vector;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public HiddenStateProbe create(byte[] parameters) {
        if (parameters.length != Integer.BYTES) {
            throw new IllegalArgumentException("the number of a layer is wanted, in 4 bytes");
        }
        return new Mean(ByteBuffer.wrap(parameters).getInt());
    }

    private static final class Mean implements HiddenStateProbe {

        private final int layer;
        private double[] sum = {};
        private long tokens;

        Mean(int layer) {
            this.layer = layer;
        }

        @Override
        public Set<Integer> layers(int layers, int width) {
            sum = new double[width];
            return Set.of(layer == FINAL ? layers : layer);
        }

        @Override
        public void see(int seen, int first, float[] states) {
            for (int i = 0; i < states.length; i++) {
                sum[i % sum.length] += states[i];
            }
            tokens += states.length / sum.length;
        }

        @Override
        public byte[] result() {
            ByteBuffer mean = ByteBuffer.allocate(Float.BYTES * sum.length);
            for (double one : sum) {
                mean.putFloat((float) (one / tokens));
            }
            return mean.array();
        }
    }
}
