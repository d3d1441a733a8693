package dev.cloister.gateway.mcp.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.gateway.problem.HostileJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a request's body as one JSON-RPC message: UTF-8, at most {@link #LARGEST} bytes, no name twice, and texts of whole
 * Unicode characters without U+0000. Batches, which MCP gave up, are refused.
 */
@ApplicationScoped
public class MessageReader {

    /** Room for the longest text that may be checked, with each character escaped. */
    static final int LARGEST = 4 << 20;

    private static final int LONGEST_NAME = 256;

    private final HostileJson json = new HostileJson(10_000, 64);

    /**
     * The message.
     *
     * @throws RpcError PARSE_ERROR where it is no JSON, INVALID_REQUEST where it is no message
     */
    public Incoming read(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw RpcError.invalidRequest(413, "The message is larger than 4 MiB. Nothing was done.");
        }
        JsonNode root = parse(bytes);
        if (root.isArray()) {
            throw RpcError.invalidRequest(400, "Batches are not taken. Send each message by itself.");
        }
        if (!(root instanceof ObjectNode message)
                || !message.path("jsonrpc").asText().equals("2.0")) {
            throw RpcError.invalidRequest(
                    400, "This is no JSON-RPC 2.0 message. Send an object with \"jsonrpc\": \"2.0\".");
        }
        return message(message);
    }

    private static Incoming message(ObjectNode message) {
        JsonNode id = message.path("id");
        boolean named = id.isTextual() && id.textValue().length() <= LONGEST_NAME
                || id.isIntegralNumber() && id.asText().length() <= LONGEST_NAME;
        if (!id.isMissingNode() && !named) {
            throw RpcError.invalidRequest(400, "An id must be an integer or a text of at most 256 characters.");
        }
        JsonNode method = message.path("method");
        if (method.isMissingNode() && (message.has("result") || message.has("error"))) {
            throw RpcError.invalidRequest(400, "This server asked nothing, so it takes no answers.");
        }
        if (!method.isTextual() || method.textValue().length() > LONGEST_NAME) {
            throw RpcError.invalidRequest(400, "The method must be a text of at most 256 characters.")
                    .to(id);
        }
        JsonNode params = message.path("params");
        if (!params.isMissingNode() && !params.isObject()) {
            throw RpcError.invalidParams(400, "The parameters must be an object.")
                    .to(id);
        }
        ObjectNode given = params instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        return named
                ? new Incoming.Request(id, method.textValue(), given)
                : new Incoming.Notification(method.textValue(), given);
    }

    private JsonNode parse(byte[] bytes) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonNode root = json.read(text);
            if (HostileJson.holdsBrokenText(root)) {
                throw RpcError.parse("A text holds the character U+0000 or half of a surrogate pair.");
            }
            return root;
        } catch (CharacterCodingException e) {
            throw RpcError.parse("The message is not UTF-8.");
        } catch (JsonProcessingException e) {
            throw RpcError.parse("The message is not JSON, or holds more than 10,000 values or 64 levels.");
        }
    }
}
