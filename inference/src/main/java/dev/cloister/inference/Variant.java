package dev.cloister.inference;

import java.util.List;

/**
 * A model as changed by what was trained or measured beside it. Requests of one variant share a context; those of
 * different variants never do.
 *
 * @param adapters LoRA adapters with their strengths, by the names that the engine was started with
 * @param controlVectors control vectors with their strengths, likewise
 */
public record Variant(List<Weighted> adapters, List<Weighted> controlVectors) {

    /** The model as it is. */
    public static final Variant BASE = new Variant(List.of(), List.of());

    public Variant {
        adapters = List.copyOf(adapters);
        controlVectors = List.copyOf(controlVectors);
    }

    /**
     * @param name names a file that the engine was started with
     * @param strength 1 as trained, 0 none
     */
    public record Weighted(String name, float strength) {

        public Weighted {
            if (!(Math.abs(strength) <= 100)) {
                throw new EngineException(
                        EngineException.Code.INVALID_REQUEST, "An adapter's strength must be in [-100, 100].");
            }
        }
    }
}
