package dev.cloister.gateway.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Reads strangers' JSON as a tree of bounded size: one value, no name twice in an object, nothing behind it. */
public final class HostileJson {

    private final ObjectReader reader;

    /**
     * @param mostValues most values, names and brackets
     * @param deepest most values within each other
     */
    public HostileJson(int mostValues, int deepest) {
        StreamReadConstraints bounds = StreamReadConstraints.builder()
                .maxTokenCount(mostValues)
                .maxNestingDepth(deepest)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(bounds)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        reader = new ObjectMapper(factory).reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * The tree.
     *
     * @throws JsonProcessingException where it is no such JSON; a StreamConstraintsException where it is larger
     */
    public JsonNode read(String text) throws JsonProcessingException {
        return reader.readTree(text);
    }

    /** Whether a text or a name holds U+0000, which PostgreSQL cannot store, or half of a surrogate pair. */
    public static boolean holdsBrokenText(JsonNode root) {
        Deque<JsonNode> left = new ArrayDeque<>();
        left.push(root);
        while (!left.isEmpty()) {
            JsonNode node = left.pop();
            if (node.isTextual() && isBroken(node.textValue())) {
                return true;
            }
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (isBroken(field.getKey())) {
                    return true;
                }
            }
            node.forEach(left::push);
        }
        return false;
    }

    private static boolean isBroken(String text) {
        return text.codePoints().anyMatch(c -> c == 0 || c >= 0xD800 && c <= 0xDFFF);
    }
}
