package dev.cloister.retrieval.federation.message;

/** A message that arrived. */
public record Message(MessageType type, byte[] content) {}
