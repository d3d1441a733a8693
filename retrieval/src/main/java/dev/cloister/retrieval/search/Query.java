package dev.cloister.retrieval.search;

import java.util.Set;

/**
 * What is looked for, and where.
 *
 * @param tenant must be the index's own
 * @param readableCollections the collections that the asker may read; nothing else is searched
 * @param text the words to look for
 * @param vector the text's embedding, unit length
 * @param limit most hits to return, 1 to 100
 */
public record Query(String tenant, Set<String> readableCollections, String text, float[] vector, int limit) {

    public Query {
        readableCollections = Set.copyOf(readableCollections);
        vector = vector.clone();
    }

    @Override
    public float[] vector() {
        return vector.clone();
    }
}
