package dev.cloister.retrieval.collection;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * A document as it is kept: its text lives in the index and nowhere else.
 *
 * @param id unique in the tenant
 * @param tenant whose index it belongs to
 * @param collection what access is granted on
 * @param owner the user who brought it, and may read it whatever the collection
 * @param readers which of its collection's readers may read it; empty where all of them may
 * @param name the file's name, for people
 * @param mediaType what the file is, such as text/html; empty where it is not known
 * @param addedAt when it came, to the millisecond; the epoch where it is not known
 * @param content its text and pages
 */
public record Document(
        String id,
        String tenant,
        String collection,
        String owner,
        Optional<Set<String>> readers,
        String name,
        String mediaType,
        Instant addedAt,
        DocumentText content) {

    public Document {
        readers = readers.map(Set::copyOf);
        addedAt = addedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A document for all of its collection's readers, of which neither type nor date is known. */
    public Document(String id, String tenant, String collection, String owner, String name, DocumentText content) {
        this(id, tenant, collection, owner, Optional.empty(), name, "", Instant.EPOCH, content);
    }

    public Placement placement() {
        return new Placement(collection, owner, readers);
    }

    /** The same elsewhere, or for others. */
    public Document placed(Placement other) {
        return new Document(
                id, tenant, other.collection(), other.owner(), other.readers(), name, mediaType, addedAt, content);
    }
}
