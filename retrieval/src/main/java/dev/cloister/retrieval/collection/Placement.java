package dev.cloister.retrieval.collection;

import java.util.Optional;
import java.util.Set;

/**
 * Where a document is and who may read it.
 *
 * @param collection what access is granted on
 * @param owner the user who may read it whatever the collection
 * @param readers which of its collection's readers may read it; empty where all of them may
 */
public record Placement(String collection, String owner, Optional<Set<String>> readers) {

    public Placement {
        readers = readers.map(Set::copyOf);
    }
}
