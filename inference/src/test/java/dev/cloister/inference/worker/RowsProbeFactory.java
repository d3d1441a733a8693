package dev.cloister.inference.worker;

import dev.cloister.inference.HiddenStateProbe;
import dev.cloister.inference.HiddenStateProbeFactory;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;

/** Tells which positions of the layers in its parameters it saw, and the sum of each row. */
public final class RowsProbeFactory implements HiddenStateProbeFactory {

    @Override
    public String name() {
        return "rows";
    }

    @Override
    public HiddenStateProbe create(byte[] parameters) {
        Set<Integer> layers = new TreeSet<>();
        for (byte layer : parameters) {
            layers.add((int) layer);
        }
        return new HiddenStateProbe() {

            private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
            private int width;

            @Override
            public Set<Integer> layers(int count, int floats) {
                width = floats;
                return layers;
            }

            @Override
            public void see(int layer, int first, float[] states) {
                for (int row = 0; row < states.length / width; row++) {
                    float sum = 0;
                    for (int i = 0; i < width; i++) {
                        sum += states[row * width + i];
                    }
                    seen.writeBytes(ByteBuffer.allocate(12)
                            .putInt(layer)
                            .putInt(first + row)
                            .putFloat(sum)
                            .array());
                }
            }

            @Override
            public byte[] result() {
                return seen.toByteArray();
            }
        };
    }
}
