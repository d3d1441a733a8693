package dev.cloister.gateway.openai.chat;

import dev.cloister.gateway.openai.body.Fields;
import dev.cloister.gateway.openai.body.TextFields;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The field {@code messages}. */
final class ChatMessages {

    private static final int MOST_MESSAGES = 4096;
    private static final int MOST_CALLS = 64;
    private static final Set<String> TEXT = Set.of("text");
    private static final Set<String> TEXT_OR_REFUSAL = Set.of("text", "refusal");

    private final List<ChatMessage> messages = new ArrayList<>();
    private final Set<String> calls = new HashSet<>();

    private ChatMessages() {}

    /** Takes the messages; each tool's result must follow the call that it answers. */
    static List<ChatMessage> take(Fields fields) {
        Fields.Value given = fields.required("messages");
        List<Fields.Value> list = given.list(MOST_MESSAGES);
        if (list.isEmpty()) {
            throw given.wrong("must hold at least one message");
        }
        ChatMessages all = new ChatMessages();
        list.forEach(one -> all.add(one.object()));
        return List.copyOf(all.messages);
    }

    private void add(Fields message) {
        Fields.Value role = message.required("role");
        // Names tell several speakers of one role apart, which no template knows.
        message.describing("name");
        messages.add(
                switch (role.text()) {
                    case "system", "developer" ->
                        ChatMessage.system(TextFields.content(message.required("content"), TEXT));
                    case "user" -> ChatMessage.user(TextFields.content(message.required("content"), TEXT));
                    case "assistant" -> assistant(message);
                    case "tool" -> result(message);
                    default -> throw role.wrong("must be system, developer, user, assistant or tool");
                });
        message.end();
    }

    private ChatMessage assistant(Fields message) {
        String text = message.value("content")
                .map(content -> TextFields.content(content, TEXT_OR_REFUSAL))
                .or(() -> message.text("refusal"))
                .orElse("");
        // What clients send back from an answer.
        message.describing("refusal", "annotations", "audio");
        List<ToolCall> asked = new ArrayList<>();
        message.value("tool_calls")
                .ifPresent(list -> list.list(MOST_CALLS).forEach(one -> asked.add(call(one.object()))));
        return asked.isEmpty() ? ChatMessage.assistant(text) : ChatMessage.calling(text, asked);
    }

    private ToolCall call(Fields call) {
        Fields.Value type = call.required("type");
        if (!type.text().equals("function")) {
            throw type.wrong("must be function");
        }
        String id = call.required("id").text();
        Fields function = call.required("function").object();
        ToolCall parsed = new ToolCall(
                id,
                function.required("name").text(),
                function.required("arguments").text());
        function.end();
        call.describing("index");
        call.end();
        calls.add(id);
        return parsed;
    }

    private ChatMessage result(Fields message) {
        Fields.Value call = message.required("tool_call_id");
        if (!calls.contains(call.text())) {
            throw call.wrong("names no call of a message before it");
        }
        return ChatMessage.tool(call.text(), TextFields.content(message.required("content"), TEXT));
    }
}
