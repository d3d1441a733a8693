package dev.cloister.watermark.scheme;

/** Gives texts their places in a space of meaning. */
@FunctionalInterface
public interface Embedder {

    /** The text's vector, of any length above 0; all texts' vectors have the same dimension. */
    float[] embed(String text);

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
