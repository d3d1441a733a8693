package dev.cloister.inference;

import java.util.List;

/** What the model continues. */
public sealed interface Prompt {

    /**
     * Turns of a chat, rendered by the model's own template; the model speaks next.
     *
     * @param tools what it may call
     */
    record Chat(List<ChatMessage> messages, ToolUse tools) implements Prompt {
        public Chat {
            messages = List.copyOf(messages);
        }

        public Chat(List<ChatMessage> messages) {
            this(messages, ToolUse.NONE);
        }
    }

    /** Plain text to continue; control sequences in it are read as plain text. */
    record Text(String text) implements Prompt {}
}
