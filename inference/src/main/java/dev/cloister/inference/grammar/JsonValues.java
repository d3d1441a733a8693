package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cloister.inference.grammar.GrammarPart.Spacing;
import java.util.ArrayList;
import java.util.List;

/** JSON values: when they are equal in JSON Schema's sense, and how they are written. */
final class JsonValues {

    private JsonValues() {}

    /** Whether a value is among others; numbers count by their value (JSON Schema core, section 4.2.2). */
    static boolean contains(List<JsonNode> values, JsonNode value) {
        return values.stream().anyMatch(one -> one.equals(JsonValues::compare, value));
    }

    static boolean isWhole(JsonNode number) {
        return number.decimalValue().stripTrailingZeros().scale() <= 0;
    }

    /** The text of a value as an answer writes it. */
    static String text(JsonNode value, Spacing spacing) {
        String comma = spacing == Spacing.SPACED ? ", " : ",";
        String colon = spacing == Spacing.SPACED ? ": " : ":";
        if (value.isObject()) {
            List<String> members = new ArrayList<>();
            value.properties()
                    .forEach(member -> members.add(quoted(member.getKey()) + colon + text(member.getValue(), spacing)));
            return "{" + String.join(comma, members) + "}";
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(text(item, spacing)));
            return "[" + String.join(comma, items) + "]";
        }
        if (value.isNumber() && Math.abs(value.decimalValue().scale()) < 40) {
            return value.decimalValue().toPlainString();
        }
        return value.toString();
    }

    static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    private static int compare(JsonNode one, JsonNode two) {
        if (one.equals(two)) {
            return 0;
        }
        return one.isNumber() && two.isNumber() ? one.decimalValue().compareTo(two.decimalValue()) : 1;
    }
}
