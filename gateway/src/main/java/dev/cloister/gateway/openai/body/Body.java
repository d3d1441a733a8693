package dev.cloister.gateway.openai.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.problem.HostileJson;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

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

    private final HostileJson json = new HostileJson(MOST_VALUES, DEEPEST);

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
        if (HostileJson.holdsBrokenText(root)) {
            throw Refusal.invalid(
                    "A text holds the character U+0000 or half of a surrogate pair.", "Send whole Unicode characters.");
        }
        return new Fields(root, "");
    }

    private JsonNode parse(byte[] bytes) {
        try {
            // As text, so that the encoding is never guessed.
            return json.read(new String(bytes, StandardCharsets.UTF_8));
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
}
