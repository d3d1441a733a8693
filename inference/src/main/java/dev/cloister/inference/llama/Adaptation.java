package dev.cloister.inference.llama;

import java.util.List;

/**
 * What changes a model within one context.
 *
 * @param adapters adapters with their strengths, none of which is 0
 * @param direction what is added to the outputs of layers 1 and up, one row of the model's width after the other; empty
 *     for nothing
 */
public record Adaptation(List<Strength> adapters, float[] direction) {

    /** The model as it is. */
    public static final Adaptation NONE = new Adaptation(List.of(), new float[0]);

    public Adaptation {
        adapters = List.copyOf(adapters);
    }

    /** An adapter and how strong it is. */
    public record Strength(LoraAdapter adapter, float strength) {}
}
