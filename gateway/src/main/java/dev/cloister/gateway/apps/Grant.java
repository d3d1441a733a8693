package dev.cloister.gateway.apps;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A standing permission.
 *
 * @param scope chat or always
 * @param conversation the chat that it lasts for
 * @param conversationTitle the chat's title
 */
public record Grant(
        UUID id,
        String app,
        String tool,
        String scope,
        Optional<UUID> conversation,
        Optional<String> conversationTitle,
        Instant createdAt) {}
