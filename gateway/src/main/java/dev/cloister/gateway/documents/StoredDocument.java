package dev.cloister.gateway.documents;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

/** A document as the list shows it. */
public record StoredDocument(
        UUID id, String name, String mediaType, long bytes, int pages, int passages, Instant createdAt) {

    /** Documents are stored once they are whole. */
    @JsonProperty
    public String state() {
        return "ready";
    }
}
