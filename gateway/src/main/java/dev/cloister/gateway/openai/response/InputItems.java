package dev.cloister.gateway.openai.response;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.problem.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A page of a request's items, in OpenAI's shape. */
public record InputItems(
        String object,
        List<JsonNode> data,
        @JsonProperty("first_id") @JsonInclude Optional<String> first,
        @JsonProperty("last_id") @JsonInclude Optional<String> last,
        @JsonProperty("has_more") boolean more) {

    static InputItems page(JsonNode items, String order, String after, String limit) {
        if (!order.equals("asc") && !order.equals("desc")) {
            throw Refusal.invalid("The parameter order is not understood.", "It is asc or desc.")
                    .about("order");
        }
        if (!limit.matches("[1-9][0-9]?|100")) {
            throw Refusal.invalid("The parameter limit is not understood.", "It is a number from 1 to 100.")
                    .about("limit");
        }
        List<JsonNode> all = new ArrayList<>();
        items.forEach(all::add);
        if (order.equals("desc")) {
            Collections.reverse(all);
        }
        int from = 0;
        while (!after.isEmpty() && from < all.size() && !id(all.get(from)).equals(after)) {
            from++;
        }
        from = Math.min(all.size(), after.isEmpty() ? 0 : from + 1);
        int to = Math.min(all.size(), from + Integer.parseInt(limit));
        List<JsonNode> page = List.copyOf(all.subList(from, to));
        return new InputItems(
                "list",
                page,
                page.stream().findFirst().map(InputItems::id),
                page.isEmpty() ? Optional.empty() : Optional.of(id(page.getLast())),
                to < all.size());
    }

    private static String id(JsonNode item) {
        return item.path("id").asText();
    }
}
