package dev.cloister.gateway.chat;

import java.time.Instant;
import java.util.UUID;

/** A conversation as the list shows it. */
public record Conversation(UUID id, String title, Instant updatedAt) {}
