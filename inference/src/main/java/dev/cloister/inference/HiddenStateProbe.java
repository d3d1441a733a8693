package dev.cloister.inference;

import java.util.Set;

/**
 * Looks at what layers of the model compute for the tokens of one text while it is scored. It changes nothing: the
 * scores are bit for bit the same with and without it. One instance sees one text, on one thread.
 */
public interface HiddenStateProbe {

    /**
     * The layers to look at: 0 is the first layer's output, {@code layers - 1} the last one's, {@code layers} the final
     * state after the model's last normalisation.
     *
     * @param layers how many layers the model has
     * @param width floats of each token's state
     */
    Set<Integer> layers(int layers, int width);

    /**
     * Takes a layer's output for some tokens. Within a layer tokens come in order; a chunk of tokens passes through all
     * layers before the next chunk.
     *
     * @param layer which layer
     * @param first position of the first token, prompt included
     * @param states one row of {@code width} floats per token; not to be kept
     */
    void see(int layer, int first, float[] states);

    /** What the caller gets, once all tokens were seen; at most 8 MiB together with the text's other probes. */
    byte[] result();
}
