package dev.cloister.inference.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cloister.inference.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Calls of tools, which a stream sends in pieces that name their call by its index. */
final class ToolCallParts {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SortedMap<Integer, Parts> calls = new TreeMap<>();

    private static final class Parts {
        private String id = "";
        private final StringBuilder name = new StringBuilder();
        private final StringBuilder arguments = new StringBuilder();
    }

    void add(JsonNode pieces) {
        for (JsonNode piece : pieces) {
            Parts parts = calls.computeIfAbsent(piece.path("index").asInt(0), index -> new Parts());
            parts.id = piece.path("id").asText(parts.id);
            parts.name.append(piece.path("function").path("name").asText(""));
            parts.arguments.append(piece.path("function").path("arguments").asText(""));
        }
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** All calls, each with a name and an object of arguments. */
    List<ToolCall> whole(ServerFailure failure) {
        List<ToolCall> whole = new ArrayList<>();
        calls.forEach((index, parts) -> {
            String arguments = parts.arguments.isEmpty() ? "{}" : parts.arguments.toString();
            if (parts.name.isEmpty() || !isObject(arguments)) {
                throw failure.failed("asked for a tool without a name or with arguments that are no object");
            }
            String id = parts.id.isEmpty() ? "call_" + index : parts.id;
            whole.add(new ToolCall(id, parts.name.toString(), arguments));
        });
        return whole;
    }

    private static boolean isObject(String text) {
        try {
            return JSON.readTree(text).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
