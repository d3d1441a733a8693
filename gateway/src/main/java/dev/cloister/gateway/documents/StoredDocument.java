package dev.cloister.gateway.documents;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A document as one who may read it sees it.
 *
 * @param collection the collection it is in
 * @param owner the name of whoever owns it and its collection
 * @param mine whether the one who looks owns it
 * @param restricted whether it is kept from some of the collection's readers
 * @param readers the names of those of them who may read it all the same; shown to its owner alone
 */
public record StoredDocument(
        UUID id,
        UUID collection,
        String owner,
        boolean mine,
        boolean restricted,
        List<String> readers,
        String name,
        String mediaType,
        long bytes,
        int pages,
        int passages,
        Instant createdAt) {

    /** Documents are stored once they are whole. */
    @JsonProperty
    public String state() {
        return "ready";
    }
}
