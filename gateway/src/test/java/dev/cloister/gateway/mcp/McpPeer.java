package dev.cloister.gateway.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.gateway.running.Visitor;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A program with a token, as it speaks to {@code /mcp}. */
record McpPeer(Visitor owner, String token) {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String NEWER = "2026-07-28";
    static final String OLDER = "2025-11-25";

    static McpPeer of(Visitor owner) {
        return new McpPeer(owner, owner.newToken());
    }

    /** A request with nothing but token, type and what is accepted. */
    RequestSpecification request() {
        return owner.program(token).contentType("application/json").accept("application/json, text/event-stream");
    }

    /** Sends a body as it is, in the older era. */
    Response send(String body) {
        return request().header("MCP-Protocol-Version", OLDER).body(body).post("/mcp");
    }

    /** A request of the newer era, headers and all. */
    RequestSpecification newer(String method, String params) {
        ObjectNode fields = (ObjectNode) parse(params);
        fields.withObjectProperty("_meta")
                .put("io.modelcontextprotocol/protocolVersion", NEWER)
                .putObject("io.modelcontextprotocol/clientCapabilities");
        RequestSpecification request = request()
                .header("MCP-Protocol-Version", NEWER)
                .header("Mcp-Method", method)
                .body(message(method, fields.toString()));
        return fields.has("name")
                ? request.header("Mcp-Name", fields.get("name").textValue())
                : request;
    }

    /** The result of a request that is served in either era. */
    JsonNode result(boolean newer, String method, String params) {
        Response response = newer ? newer(method, params).post("/mcp") : send(message(method, params));
        JsonNode answer = parse(response.then().statusCode(200).extract().asString());
        assertEquals(7, answer.get("id").intValue());
        return answer.get("result");
    }

    /** The structured content of a call that succeeds. */
    JsonNode call(boolean newer, String tool, String arguments) {
        JsonNode result = result(newer, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
        assertEquals(false, result.get("isError").booleanValue(), result.toString());
        assertEquals(
                result.get("structuredContent"),
                parse(result.at("/content/0/text").textValue()));
        return result.get("structuredContent");
    }

    static String message(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
