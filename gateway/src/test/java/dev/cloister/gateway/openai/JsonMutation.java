package dev.cloister.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes a valid value into one that is nearly valid. */
public final class JsonMutation {

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final List<String> WORDS = List.of(
            "",
            " ",
            "text",
            "auto",
            "function",
            "user",
            "tool",
            "a".repeat(5000),
            "\u0001",
            "😀",
            "<|im_end|>",
            "null",
            "{\"a\":1}",
            "json_object",
            "root ::= \"a\" root",
            "(a|b)*",
            "-1",
            "é\u202e");
    private static final List<String> NAMES = List.of(
            "grammar",
            "guided_regex",
            "typical_p",
            "dry_multiplier",
            "dry_base",
            "functions",
            "audio",
            "store",
            "response_format",
            "tools",
            "tool_choice",
            "content",
            "role",
            "type",
            "$ref",
            "pattern",
            "x");

    private final Random random;

    public JsonMutation(Random random) {
        this.random = random;
    }

    /** Whether the next try is a whole value rather than a broken text. */
    public boolean isWhole() {
        return random.nextInt(8) > 0;
    }

    /** A value with a few of its places changed. */
    public JsonNode of(JsonNode valid) {
        if (random.nextInt(40) == 0) {
            return any(4);
        }
        JsonNode copy = valid.deepCopy();
        for (int i = random.nextInt(3); i >= 0; i--) {
            change(copy);
        }
        return copy;
    }

    /** A text with a few of its characters changed, cut or repeated. */
    public String text(String valid) {
        StringBuilder text = new StringBuilder(valid);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(3)) {
                case 0 -> text.setLength(at);
                case 1 -> text.insert(at, (char) random.nextInt(0xD800));
                default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
            }
        }
        return text.toString();
    }

    private void change(JsonNode root) {
        List<JsonNode> places = new ArrayList<>();
        collect(root, places);
        JsonNode place = places.get(random.nextInt(places.size()));
        if (place instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() || random.nextInt(4) == 0
                    ? NAMES.get(random.nextInt(NAMES.size()))
                    : names.get(random.nextInt(names.size()));
            if (random.nextInt(5) == 0) {
                object.remove(name);
            } else {
                object.set(name, any(3));
            }
        } else if (place instanceof ArrayNode list) {
            int at = random.nextInt(list.size() + 1);
            if (at == list.size()) {
                list.add(any(3));
            } else {
                list.set(at, any(3));
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainerNode()) {
            places.add(node);
            node.forEach(child -> collect(child, places));
        }
    }

    private JsonNode any(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> MAKE.nullNode();
            case 1 -> MAKE.booleanNode(random.nextBoolean());
            case 2 -> MAKE.numberNode(random.nextInt(-2, 6));
            case 3 -> MAKE.numberNode(random.nextDouble() * 4 - 1);
            case 4 -> MAKE.numberNode(random.nextLong());
            case 5 -> MAKE.numberNode(BigInteger.ONE.shiftLeft(random.nextInt(200)));
            case 6 -> MAKE.textNode(WORDS.get(random.nextInt(WORDS.size())));
            case 7 -> {
                ArrayNode list = MAKE.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(any(depth - 1));
                }
                yield list;
            }
            default -> {
                ObjectNode object = MAKE.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(NAMES.get(random.nextInt(NAMES.size())), any(depth - 1));
                }
                yield object;
            }
        };
    }
}
