package dev.cloister.gateway.hub;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.inference.ChatMessage;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the hub is asked.
 *
 * @param caller who asks
 * @param conversation where, if it is stored
 * @param history what was said before, oldest first
 * @param text the question
 */
public record Question(Caller caller, Optional<UUID> conversation, List<ChatMessage> history, String text) {}
