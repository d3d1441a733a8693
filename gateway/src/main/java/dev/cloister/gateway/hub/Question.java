package dev.cloister.gateway.hub;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.inference.ChatMessage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the hub is asked.
 *
 * @param caller who asks
 * @param conversation where, if it is stored
 * @param answer the id that the answer will be known by
 * @param history what was said before, oldest first
 * @param text the question
 * @param collections what it is to be answered from alone; empty for whatever can answer it
 * @param wishes how to answer
 */
public record Question(
        Caller caller,
        Optional<UUID> conversation,
        String answer,
        List<ChatMessage> history,
        String text,
        Set<UUID> collections,
        Wishes wishes) {

    public Question {
        collections = Set.copyOf(collections);
    }
}
