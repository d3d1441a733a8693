package dev.cloister.gateway.chat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.cloister.gateway.hub.AppUse;
import dev.cloister.gateway.hub.Citations;
import dev.cloister.gateway.hub.PermissionRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a client hears while an answer arrives, in order. */
public sealed interface TurnEvent {

    /** The event's name on the wire. */
    @JsonIgnore
    String name();

    /** The answer has begun. */
    record Started(UUID userMessageId, UUID messageId) implements TurnEvent {
        @Override
        public String name() {
            return "started";
        }
    }

    /** What the hub is doing, in words; {@code kind} is searching, asking_app or answering. */
    record Step(String kind, String text) implements TurnEvent {
        @Override
        public String name() {
            return "step";
        }
    }

    /** More of the answer's text. */
    record Token(String text) implements TurnEvent {
        @Override
        public String name() {
            return "token";
        }
    }

    /** What is going to be done where it takes several steps, a sentence each. */
    record Planned(List<String> steps) implements TurnEvent {
        @Override
        public String name() {
            return "plan";
        }
    }

    /** The user is asked. */
    record Permission(@JsonUnwrapped PermissionRequest request) implements TurnEvent {
        @Override
        public String name() {
            return "permission";
        }
    }

    /** The user, or time, has answered. */
    record PermissionResolved(UUID id, String decision) implements TurnEvent {
        @Override
        public String name() {
            return "permission_resolved";
        }
    }

    /** An app has answered. */
    record App(@JsonUnwrapped AppUse use) implements TurnEvent {
        @Override
        public String name() {
            return "app";
        }
    }

    /** The answer's sentences were aligned to passages. */
    record Cited(@JsonUnwrapped Citations citations) implements TurnEvent {
        @Override
        public String name() {
            return "citations";
        }
    }

    /** The answer is complete and stored. */
    record Done(Message message) implements TurnEvent {
        @Override
        public String name() {
            return "done";
        }
    }

    /** The answer failed; what had arrived is stored. */
    record Failed(String code, String title, String detail, Optional<Message> message) implements TurnEvent {
        @Override
        public String name() {
            return "error";
        }
    }
}
