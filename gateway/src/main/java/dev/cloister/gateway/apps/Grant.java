package dev.cloister.gateway.apps;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A standing permission.
 *
 * @param fromApp the app whose values the tool may be given; empty where the grant is for the tool itself
 * @param scope chat or always
 * @param conversation the chat that it lasts for
 * @param conversationTitle the chat's title
 */
public record Grant(
        UUID id,
        String app,
        String tool,
        String fromApp,
        String scope,
        Optional<UUID> conversation,
        Optional<String> conversationTitle,
        Instant createdAt) {}
