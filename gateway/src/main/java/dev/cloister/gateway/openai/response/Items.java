package dev.cloister.gateway.openai.response;

import dev.cloister.gateway.openai.body.Fields;
import dev.cloister.gateway.openai.body.TextFields;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Items as clients send them and as they were stored, and as the turns of a chat. */
final class Items {

    private static final int MOST_ITEMS = 4096;
    private static final Set<String> TEXT = Set.of("input_text", "output_text", "text", "refusal");

    private Items() {}

    /** Reads {@code input}: a text, or a list of items. */
    static List<Item> read(Fields.Value input) {
        if (input.node().isTextual()) {
            return List.of(Item.Message.of("user", input.text()));
        }
        List<Fields.Value> list = input.list(MOST_ITEMS);
        if (list.isEmpty()) {
            throw input.wrong("must be a text or hold at least one item");
        }
        return list.stream().map(one -> item(one.object())).toList();
    }

    private static Item item(Fields given) {
        String type = given.text("type").orElse("message");
        given.describing("id", "status");
        Item item =
                switch (type) {
                    case "message" -> message(given);
                    case "function_call" ->
                        Item.Call.of(
                                given.required("call_id").text(),
                                given.required("name").text(),
                                given.required("arguments").text());
                    case "function_call_output" ->
                        Item.Result.of(
                                given.required("call_id").text(), TextFields.content(given.required("output"), TEXT));
                    default -> throw given.wrong("type", "must be message, function_call or function_call_output");
                };
        given.end();
        return item;
    }

    private static Item message(Fields given) {
        Fields.Value role = given.required("role");
        if (!Set.of("user", "assistant", "system", "developer").contains(role.text())) {
            throw role.wrong("must be user, assistant, system or developer");
        }
        return Item.Message.of(role.text(), TextFields.content(given.required("content"), TEXT));
    }

    /**
     * The turns of a chat. Calls join the assistant's words before them.
     *
     * @param fields where a result is refused that answers no call
     */
    static List<ChatMessage> chat(List<Item> items, Fields fields) {
        List<ChatMessage> chat = new ArrayList<>();
        Set<String> calls = new HashSet<>();
        for (Item item : items) {
            switch (item) {
                case Item.Message message -> chat.add(turn(message));
                case Item.Call call -> {
                    calls.add(call.call());
                    add(chat, new ToolCall(call.call(), call.name(), call.arguments()));
                }
                case Item.Result result -> {
                    if (!calls.contains(result.call())) {
                        throw fields.wrong("input", "holds an output of a call that nothing before it asks for");
                    }
                    chat.add(ChatMessage.tool(result.call(), result.output()));
                }
            }
        }
        return List.copyOf(chat);
    }

    private static ChatMessage turn(Item.Message message) {
        return switch (message.role()) {
            case "user" -> ChatMessage.user(message.text());
            case "assistant" -> ChatMessage.assistant(message.text());
            default -> ChatMessage.system(message.text());
        };
    }

    private static void add(List<ChatMessage> chat, ToolCall call) {
        if (chat.isEmpty() || chat.getLast().role() != ChatMessage.Role.ASSISTANT) {
            chat.add(ChatMessage.calling("", List.of(call)));
            return;
        }
        ChatMessage last = chat.removeLast();
        List<ToolCall> all = new ArrayList<>(last.toolCalls());
        all.add(call);
        chat.add(ChatMessage.calling(last.text(), all));
    }
}
