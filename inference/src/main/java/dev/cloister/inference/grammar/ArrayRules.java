package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a schema says about arrays.
 *
 * @param prefix schemas of the first items
 * @param items the schema of all others
 * @param least fewest items
 * @param most most items; negative where there is no limit
 */
record ArrayRules(List<JsonNode> prefix, JsonNode items, int least, int most) {

    static final ArrayRules ANY = new ArrayRules(List.of(), BooleanNode.TRUE, 0, -1);

    ArrayRules and(ArrayRules other) {
        List<JsonNode> both = new ArrayList<>();
        for (int i = 0; i < Math.max(prefix.size(), other.prefix.size()); i++) {
            both.add(SubSchemas.both(at(i), other.at(i)));
        }
        return new ArrayRules(
                List.copyOf(both),
                SubSchemas.both(items, other.items),
                Math.max(least, other.least),
                most < 0 || other.most < 0 ? Math.max(most, other.most) : Math.min(most, other.most));
    }

    /** Whether the counts leave nothing. */
    boolean empty() {
        return most >= 0 && least > most;
    }

    private JsonNode at(int index) {
        return index < prefix.size() ? prefix.get(index) : items;
    }
}
