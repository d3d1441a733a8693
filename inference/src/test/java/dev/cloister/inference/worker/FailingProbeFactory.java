package dev.cloister.inference.worker;

import dev.cloister.inference.HiddenStateProbe;
import dev.cloister.inference.HiddenStateProbeFactory;
import java.util.Set;

/** Fails in the way that its parameter names. */
public final class FailingProbeFactory implements HiddenStateProbeFactory {

    @Override
    public String name() {
        return "failing";
    }

    @Override
    public HiddenStateProbe create(byte[] parameters) {
        int way = parameters.length == 1 ? parameters[0] : 0;
        if (way == 0) {
            throw new IllegalArgumentException("a way to fail is wanted");
        }
        return new HiddenStateProbe() {
            @Override
            public Set<Integer> layers(int layers, int width) {
                if (way == 1) {
                    throw new IllegalStateException("at layers");
                }
                return Set.of(way == 2 ? 99 : 3);
            }

            @Override
            public void see(int layer, int first, float[] states) {
                if (way == 3) {
                    throw new IllegalStateException("at a layer");
                }
                if (way == 4) {
                    see(layer, first, states);
                }
            }

            @Override
            public byte[] result() {
                if (way == 5) {
                    throw new IllegalStateException("at the end");
                }
                return new byte[way == 6 ? 9 << 20 : 1];
            }
        };
    }
}
