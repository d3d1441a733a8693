package dev.cloister.inference;

import java.util.List;
import java.util.Locale;

/**
 * A turn of a chat as the model's own template knows it.
 *
 * @param text what is said; a tool's result where the role is TOOL
 * @param toolCalls calls that an assistant's turn asked for
 * @param toolCall the id of the call that a tool's turn answers; empty for all other roles
 */
public record ChatMessage(Role role, String text, List<ToolCall> toolCalls, String toolCall) {

    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT,
        TOOL;

        /** The name that chat templates use. */
        public String templateName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ChatMessage {
        toolCalls = List.copyOf(toolCalls);
    }

    public static ChatMessage system(String text) {
        return of(Role.SYSTEM, text);
    }

    public static ChatMessage user(String text) {
        return of(Role.USER, text);
    }

    public static ChatMessage assistant(String text) {
        return of(Role.ASSISTANT, text);
    }

    /** A turn that is text alone. */
    public static ChatMessage of(Role role, String text) {
        return new ChatMessage(role, text, List.of(), "");
    }

    /** An assistant's turn that asks for calls. */
    public static ChatMessage calling(String text, List<ToolCall> calls) {
        return new ChatMessage(Role.ASSISTANT, text, calls, "");
    }

    /** What a call gave. */
    public static ChatMessage tool(String call, String result) {
        return new ChatMessage(Role.TOOL, result, List.of(), call);
    }

    /** The same turn with another text. */
    public ChatMessage withText(String to) {
        return new ChatMessage(role, to, toolCalls, toolCall);
    }
}
