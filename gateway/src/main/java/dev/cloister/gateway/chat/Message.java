package dev.cloister.gateway.chat;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.cloister.gateway.hub.AppUse;
import dev.cloister.gateway.hub.Citations;
import dev.cloister.gateway.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * One message of a conversation, as stored and as shown.
 *
 * @param apps what apps did for it, in order
 * @param collections names of the collections that the user limited the question to
 * @param marked whether a model wrote it, under the mark; what the hub or an app says itself is not, nor what a model on
 *     another server wrote
 */
public record Message(
        UUID id,
        Role role,
        String text,
        Status status,
        boolean marked,
        Optional<Problem> error,
        Optional<Citations> citations,
        List<AppUse> apps,
        List<String> collections,
        Instant createdAt) {

    /** Who wrote it. */
    public enum Role {
        USER,
        ASSISTANT;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far it is. */
    public enum Status {
        /** Still being written. */
        STREAMING,
        COMPLETE,
        /** The user stopped it; what had arrived is kept. */
        STOPPED,
        /** Something failed; what had arrived is kept. */
        FAILED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
