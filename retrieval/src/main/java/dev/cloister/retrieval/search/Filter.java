package dev.cloister.retrieval.search;

import dev.cloister.retrieval.language.Language;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Narrows a search to some documents, within what the asker may read. All that is given must hold; it is part of the
 * search, so that as many hits are found as there are.
 *
 * @param collections the collections by key; empty for any
 * @param languages the documents' languages as they were told apart when they came; empty for any
 * @param documentIds the documents by id; empty for any
 * @param namePrefix what the name begins with, in any case
 * @param mediaTypes the types that are wanted, exactly as they were given; empty for any
 * @param addedFrom the earliest moment of coming
 * @param addedBefore the moment before which it came
 */
public record Filter(
        Set<String> collections,
        Set<Language> languages,
        Set<String> documentIds,
        Optional<String> namePrefix,
        Set<String> mediaTypes,
        Optional<Instant> addedFrom,
        Optional<Instant> addedBefore) {

    /** Lets every document pass. */
    public static final Filter NONE =
            new Filter(Set.of(), Set.of(), Set.of(), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());

    /** Lets the documents of those collections pass; all where there are none. */
    public static Filter ofCollections(Set<String> collections) {
        return new Filter(
                collections, Set.of(), Set.of(), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
    }

    public Filter {
        collections = Set.copyOf(collections);
        languages = Set.copyOf(languages);
        documentIds = Set.copyOf(documentIds);
        mediaTypes = Set.copyOf(mediaTypes);
    }
}
