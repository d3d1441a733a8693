package dev.cloister.gateway.documents;

import dev.cloister.retrieval.search.Hit;

/** A passage that was found, and its document as the one who searched sees it. */
public record Found(Hit hit, StoredDocument document) {}
