package dev.cloister.inference;

import java.util.List;

/** What the model continues. */
public sealed interface Prompt {

    /** Turns of a chat, rendered by the model's own template; the model speaks next. */
    record Chat(List<ChatMessage> messages) implements Prompt {
        public Chat {
            messages = List.copyOf(messages);
        }
    }

    /** Plain text to continue; control sequences in it are read as plain text. */
    record Text(String text) implements Prompt {}
}
