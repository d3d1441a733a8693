package dev.cloister.gateway.hub;

/** Arithmetic on embeddings. */
final class Vectors {

    private Vectors() {}

    /** The inner product; the cosine where both have unit length. */
    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
