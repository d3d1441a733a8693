package dev.cloister.watermark.scheme;

import java.util.List;

/** Gives texts their places in a space of meaning. */
@FunctionalInterface
public interface Embedder {

    /** Most texts of one call. */
    int MOST_TEXTS = 256;

    /**
     * A vector for each text, all of the same dimension, of any length.
     *
     * @param texts at most {@link #MOST_TEXTS}
     */
    List<float[]> embed(List<String> texts);

    /** The vector of one text. */
    default float[] embed(String text) {
        return embed(List.of(text)).getFirst();
    }

    /** The cosine of the angle between two vectors; 0 where one is all zeros. */
    static double cosine(float[] a, float[] b) {
        double product = 0;
        double lengths = 0;
        double otherLengths = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            lengths += (double) a[i] * a[i];
            otherLengths += (double) b[i] * b[i];
        }
        return product == 0 ? 0 : product / Math.sqrt(lengths * otherLengths);
    }
}
