package dev.cloister.gateway.openai.body;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Reads a request's body: one JSON object of at most {@link #LARGEST} bytes, no field twice, and texts that are whole
 * Unicode without U+0000, which no text needs and PostgreSQL cannot store.
 */
@ApplicationScoped
public class Body {

    private static final int LARGEST = 8 << 20;

    /** A value takes two bytes to send and about a hundred to hold; texts as token ids are the largest use of many. */
    private static final int MOST_VALUES = 400_000;

    private static final int DEEPEST = 200;

    private final ObjectReader reader;

    public Body() {
        StreamReadConstraints bounds = StreamReadConstraints.builder()
                .maxTokenCount(MOST_VALUES)
                .maxNestingDepth(DEEPEST)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(bounds)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        reader = new ObjectMapper(factory).reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * The fields of the body.
     *
     * @throws Refusal 400 where it is no such object, 413 where it is too large
     */
    public Fields read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new Refusal(
                    413, "TOO_LARGE", "The request is too large.", "At most 8 MiB are read. Nothing was done.");
        }
        JsonNode root = parse(bytes);
        if (!root.isObject()) {
            throw Refusal.invalid("The request's body is no JSON object.", "Send the request as a JSON object.");
        }
        requireTexts(root);
        return new Fields(root, "");
    }

    private JsonNode parse(byte[] bytes) throws IOException {
        try {
            // As text, so that the encoding is never guessed.
            return reader.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (StreamConstraintsException e) {
            throw Refusal.invalid(
                    "The request's body holds more than is read.",
                    "At most " + MOST_VALUES + " values, names and brackets are read, " + DEEPEST
                            + " within each other. Nothing was done.");
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw Refusal.invalid(
                    "The request's body is not JSON.",
                    "It cannot be read" + place + ". Send the request as one object.");
        }
    }

    private static void requireTexts(JsonNode root) {
        Deque<JsonNode> left = new ArrayDeque<>();
        left.push(root);
        while (!left.isEmpty()) {
            JsonNode node = left.pop();
            if (node.isTextual()) {
                requireText(node.textValue());
            }
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                requireText(field.getKey());
            }
            node.forEach(left::push);
        }
    }

    private static void requireText(String text) {
        boolean broken = text.codePoints().anyMatch(c -> c == 0 || c >= 0xD800 && c <= 0xDFFF);
        if (broken) {
            throw Refusal.invalid(
                    "A text holds the character U+0000 or half of a surrogate pair.", "Send whole Unicode characters.");
        }
    }
}
