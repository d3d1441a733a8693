package dev.cloister.gateway.documents;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A collection as one who may read it sees it.
 *
 * @param owner the owner's name
 * @param mine whether the one who looks owns it
 * @param standard whether it takes what is uploaded without saying where to
 * @param documents how many of its documents the one who looks may read
 * @param readers the names of those it is shared with; shown to its owner alone
 */
public record DocumentCollection(
        UUID id,
        String name,
        String owner,
        boolean mine,
        boolean standard,
        int documents,
        List<String> readers,
        Instant createdAt) {}
