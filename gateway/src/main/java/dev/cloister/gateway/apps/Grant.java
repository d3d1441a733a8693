package dev.cloister.gateway.apps;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A standing permission.
 *
 * @param fromApp the app whose values the tool may be given, or which may ask for it; empty for the user's own words
 * @param onRequest whether that app may ask for it by itself
 * @param scope chat or always
 * @param conversation the chat that it lasts for
 * @param conversationTitle the chat's title
 */
public record Grant(
        UUID id,
        String app,
        String tool,
        String fromApp,
        boolean onRequest,
        String scope,
        Optional<UUID> conversation,
        Optional<String> conversationTitle,
        Instant createdAt) {}
