package dev.cloister.retrieval.citation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** The vectors of a fixed set of texts. */
record Embeddings(Map<String, float[]> vectors) {

    private static final int BATCH = 256;

    static Embeddings of(Set<String> texts, Function<List<String>, List<float[]>> embedder) {
        List<String> all = List.copyOf(texts);
        Map<String, float[]> vectors = new HashMap<>();
        for (int start = 0; start < all.size(); start += BATCH) {
            List<String> batch = all.subList(start, Math.min(all.size(), start + BATCH));
            List<float[]> embedded = embedder.apply(batch);
            for (int i = 0; i < batch.size(); i++) {
                vectors.put(batch.get(i), embedded.get(i));
            }
        }
        return new Embeddings(vectors);
    }

    /** The cosine of two of the texts, whose vectors have unit length. */
    double cosine(String left, String right) {
        float[] a = Objects.requireNonNull(vectors.get(left));
        float[] b = Objects.requireNonNull(vectors.get(right));
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
