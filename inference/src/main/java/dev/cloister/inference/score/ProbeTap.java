package dev.cloister.inference.score;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.HiddenStateProbe;
import dev.cloister.inference.llama.TensorTap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hands the layers' outputs to the probes of the text that is being computed. The library names them {@code l_out-N} and
 * {@code result_norm}; from the last layer on it computes only the rows whose logits are wanted.
 */
final class ProbeTap implements TensorTap {

    private static final int MOST_BYTES = 8 << 20;

    private record Watcher(HiddenStateProbe probe, Set<Integer> layers) {}

    private final int layers;
    private final int width;
    private final Map<String, Integer> layerOf = new HashMap<>();
    private final Set<Integer> wanted = new HashSet<>();
    private final Set<Integer> seen = new HashSet<>();
    private List<Watcher> watchers = List.of();
    private int firstRow;
    private int chunk;

    ProbeTap(int layers, int width) {
        this.layers = layers;
        this.width = width;
        for (int layer = 0; layer < layers; layer++) {
            layerOf.put("l_out-" + layer, layer);
        }
        layerOf.put("result_norm", layers);
    }

    /** Begins a text; returns how many layers are looked at. */
    int begin(List<HiddenStateProbe> probes, PreparedText text) {
        firstRow = text.firstRow();
        seen.clear();
        wanted.clear();
        watchers = probes.stream()
                .map(probe -> new Watcher(probe, Set.copyOf(probe.layers(layers, width))))
                .toList();
        watchers.forEach(watcher -> wanted.addAll(watcher.layers()));
        for (int layer : wanted) {
            if (layer < 0 || layer > layers) {
                throw new EngineException(
                        Code.INVALID_REQUEST, "A probe asks for layer %d of %d.".formatted(layer, layers));
            }
        }
        return wanted.size();
    }

    /** Begins a chunk of the text at this position. */
    void chunk(int position) {
        chunk = position;
    }

    /** What the probes return. */
    List<byte[]> end() {
        if (!seen.equals(wanted)) {
            throw new EngineException(
                    Code.INVALID_REQUEST, "This model's graph does not name its layers' outputs; it cannot be probed.");
        }
        List<byte[]> results =
                watchers.stream().map(watcher -> watcher.probe().result()).toList();
        watchers = List.of();
        long bytes = results.stream().mapToLong(result -> result.length).sum();
        if (bytes > MOST_BYTES) {
            throw new EngineException(
                    Code.INVALID_REQUEST,
                    "The probes return %d bytes for one text, at most %d cross the socket; look at fewer layers or tokens."
                            .formatted(bytes, MOST_BYTES));
        }
        return results;
    }

    @Override
    public boolean wants(String tensor) {
        Integer layer = layerOf.get(tensor);
        return layer != null && wanted.contains(layer);
    }

    @Override
    public void take(String tensor, float[] values) {
        Integer layer = layerOf.get(tensor);
        if (layer == null || values.length % width != 0) {
            throw new IllegalStateException("the tensor " + tensor + " is no layer's output");
        }
        seen.add(layer);
        int first = layer >= layers - 1 ? Math.max(chunk, firstRow) : chunk;
        if (values.length > 0) {
            for (Watcher watcher : watchers) {
                if (watcher.layers().contains(layer)) {
                    watcher.probe().see(layer, first, values);
                }
            }
        }
    }
}
