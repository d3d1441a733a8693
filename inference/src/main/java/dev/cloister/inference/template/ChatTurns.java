package dev.cloister.inference.template;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.ChatMessage.Role;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.tool.CallFormat;
import dev.cloister.inference.tool.ToolJson;
import java.util.ArrayList;
import java.util.List;

/** A chat's turns as a template can show them: what it does not know is said in the turns that it knows. */
final class ChatTurns {

    private final List<ChatMessage> turns;

    private ChatTurns(List<ChatMessage> turns) {
        this.turns = new ArrayList<>(turns);
    }

    /**
     * The turns for a template.
     *
     * @param tools the tools that the model is to be told of
     */
    static List<ChatMessage> of(
            List<ChatMessage> messages, List<Tool> tools, ToolDialect dialect, TemplateAbilities abilities) {
        ChatTurns made = new ChatTurns(dialect.inHistory() ? messages : spelledOut(messages, dialect.format()));
        if (!tools.isEmpty() && !dialect.described()) {
            made.instruct(dialect.format().describe(tools));
        }
        return abilities.system() ? made.turns : made.withoutSystem();
    }

    private void instruct(String description) {
        if (!turns.isEmpty() && turns.getFirst().role() == Role.SYSTEM) {
            ChatMessage first = turns.getFirst();
            turns.set(0, first.withText(first.text() + "\n\n" + description));
        } else {
            turns.addFirst(ChatMessage.system(description));
        }
    }

    /** What the system says stands before what the user says next. */
    private List<ChatMessage> withoutSystem() {
        List<ChatMessage> out = new ArrayList<>();
        StringBuilder said = new StringBuilder();
        for (ChatMessage turn : turns) {
            if (turn.role() == Role.SYSTEM) {
                said.append(turn.text()).append("\n\n");
            } else if (turn.role() == Role.USER && !said.isEmpty()) {
                out.add(turn.withText(said + turn.text()));
                said.setLength(0);
            } else {
                out.add(turn);
            }
        }
        if (!said.isEmpty()) {
            out.add(ChatMessage.user(said.toString().strip()));
        }
        return out;
    }

    /** Calls and results as texts; results that follow each other, or a question, are one turn of the user. */
    private static List<ChatMessage> spelledOut(List<ChatMessage> messages, CallFormat format) {
        List<ChatMessage> out = new ArrayList<>();
        boolean afterResult = false;
        for (ChatMessage message : messages) {
            ChatMessage plain =
                    switch (message.role()) {
                        case TOOL -> ChatMessage.user("<tool_response>\n" + message.text() + "\n</tool_response>");
                        case ASSISTANT -> ChatMessage.assistant(withCalls(message, format));
                        case USER, SYSTEM -> message;
                    };
            if (afterResult && plain.role() == Role.USER) {
                out.set(out.size() - 1, ChatMessage.user(out.getLast().text() + "\n" + plain.text()));
            } else {
                out.add(plain);
            }
            afterResult = message.role() == Role.TOOL;
        }
        return out;
    }

    private static String withCalls(ChatMessage message, CallFormat format) {
        List<String> said = new ArrayList<>(message.text().isBlank() ? List.of() : List.of(message.text()));
        for (ToolCall call : message.toolCalls()) {
            said.add(format.written(call.tool(), ToolJson.arguments(call).toString()));
        }
        return String.join("\n", said);
    }
}
