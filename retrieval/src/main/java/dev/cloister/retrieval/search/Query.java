package dev.cloister.retrieval.search;

import java.util.Optional;
import java.util.Set;

/**
 * What is looked for, by whom, and where. A passage is ranked if its document is the asker's own, or is in a readable
 * collection and not restricted to readers other than the asker, and if the filter lets it pass.
 *
 * @param tenant must be the index's own
 * @param asker the user who asks; empty to go by collections alone
 * @param readableCollections the collections that the asker may read
 * @param filter what the search is narrowed to
 * @param text the words to look for
 * @param vector the text's embedding, unit length
 * @param limit most hits to return, 1 to 100
 */
public record Query(
        String tenant,
        Optional<String> asker,
        Set<String> readableCollections,
        Filter filter,
        String text,
        float[] vector,
        int limit) {

    public Query {
        readableCollections = Set.copyOf(readableCollections);
        vector = vector.clone();
    }

    /** A search by collections alone, in all their documents. */
    public Query(String tenant, Set<String> readableCollections, String text, float[] vector, int limit) {
        this(tenant, Optional.empty(), readableCollections, Filter.NONE, text, vector, limit);
    }

    @Override
    public float[] vector() {
        return vector.clone();
    }
}
