package dev.cloister.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The transport's rules in both revisions. */
@ExtendWith(SharedGateway.class)
class ErasIT {

    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"%s\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    @Test
    void tellsInTheNewerEraWhatItSpeaks(Visitor visitor) {
        JsonNode result = McpPeer.of(visitor).result(true, "server/discover", "{}");

        assertEquals("2026-07-28", result.at("/supportedVersions/0").textValue());
        assertEquals("complete", result.get("resultType").textValue());
        assertTrue(result.at("/capabilities/tools").isObject());
        assertEquals(
                "cloister",
                result.at("/_meta/io.modelcontextprotocol~1serverInfo/name").textValue());
        assertTrue(result.get("ttlMs").longValue() > 0);
        assertEquals("public", result.get("cacheScope").textValue());
    }

    @Test
    void opensInTheOlderEraWithoutASession(Visitor visitor) {
        McpPeer peer = McpPeer.of(visitor);
        String params =
                "{\"protocolVersion\":\"%s\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}";
        Response opened = peer.request()
                .body(McpPeer.message("initialize", params.formatted("2025-06-18")))
                .post("/mcp");
        opened.then()
                .statusCode(200)
                .header("Mcp-Session-Id", nullValue())
                .body("result.protocolVersion", equalTo("2025-06-18"), "result.resultType", nullValue());
        assertEquals(
                "2025-11-25",
                peer.result(false, "initialize", params.formatted("2031-01-01"))
                        .get("protocolVersion")
                        .textValue());
        assertEquals(0, peer.result(false, "ping", "{}").size());
        peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                .then()
                .statusCode(202)
                .body(equalTo(""));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void listsTheSameToolsInBoth(boolean newer, Visitor visitor) {
        JsonNode result = McpPeer.of(visitor).result(newer, "tools/list", "{}");

        assertEquals(2, result.get("tools").size());
        for (JsonNode tool : result.get("tools")) {
            assertTrue(tool.at("/annotations/readOnlyHint").booleanValue());
            assertTrue(tool.get("outputSchema").isObject());
        }
        assertEquals(newer, result.has("resultType"));
    }

    @ParameterizedTest
    @CsvSource({"ping", "initialize", "prompts/list", "resources/list", "logging/setLevel", "subscriptions/listen", "x"
    })
    void theNewerEraHasNoSuchMethod(String method, Visitor visitor) {
        McpPeer.of(visitor)
                .newer(method, "{}")
                .post("/mcp")
                .then()
                .statusCode(404)
                .body("error.code", equalTo(-32601), "id", equalTo(7));
    }

    @ParameterizedTest
    @CsvSource({"server/discover", "prompts/list", "x"})
    void theOlderEraHasNoSuchMethod(String method, Visitor visitor) {
        McpPeer.of(visitor)
                .send(McpPeer.message(method, "{}"))
                .then()
                .statusCode(200)
                .body("error.code", equalTo(-32601), "id", equalTo(7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                // header's version, body's version, Mcp-Method, code
                "2026-07-28 | 2026-07-28 | tools/list | none",
                "2026-07-28 | 2026-07-28 | TOOLS/LIST | -32020",
                "2026-07-28 | 2026-07-28 | none       | -32020",
                "none       | 2026-07-28 | tools/list | -32020",
                "2025-11-25 | 2026-07-28 | tools/list | -32020",
                "2026-07-28 | 1999-01-01 | tools/list | -32020",
                "1999-01-01 | 1999-01-01 | tools/list | -32022",
                "1999-01-01 | none       | tools/list | -32022",
                "2026-07-28 | none       | tools/list | -32602",
                "2025-11-25 | none       | none       | none",
                "2025-03-26 | none       | none       | none",
                "none       | none       | none       | none",
            })
    void headersAndBodyMustAgree(String header, String body, String method, Integer code, Visitor visitor) {
        RequestSpecification request = McpPeer.of(visitor).request();
        if (header != null) {
            request.header("MCP-Protocol-Version", header);
        }
        if (method != null) {
            request.header("Mcp-Method", method);
        }
        String params = body == null ? "{}" : "{" + META.formatted(body) + "}";
        Response response = request.body(McpPeer.message("tools/list", params)).post("/mcp");
        response.then().statusCode(code == null ? 200 : 400).body("error.code", equalTo(code), "id", equalTo(7));
        if (code != null && code == -32022) {
            response.then()
                    .body("error.data.supported", hasItems("2026-07-28", "2025-11-25"))
                    .body("error.data.requested", equalTo(header));
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "check_mark, 200",
                "=?base64?Y2hlY2tfbWFyaw==?=, 200",
                "=?base64?c2VhcmNo?=, 400",
                "=?base64?%%%?=, 400",
                "=?base64?=, 400",
                "search_documents, 400",
                "none, 400"
            })
    void theNamesHeaderMustNameTheTool(String name, int status, Visitor visitor) {
        RequestSpecification request = McpPeer.of(visitor)
                .request()
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", "tools/call");
        if (name != null) {
            request.header("Mcp-Name", name);
        }
        request.body(McpPeer.message(
                        "tools/call",
                        "{\"name\":\"check_mark\",\"arguments\":{\"text\":\"Short.\"}," + META.formatted("2026-07-28")
                                + "}"))
                .post("/mcp")
                .then()
                .statusCode(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                          | 400 | -32700",
                "{} {}                                      | 400 | -32700",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2}    | 400 | -32700",
                "{\"jsonrpc\":\"2.0\",\"method\":\"\\ud800\"} | 400 | -32700",
                "7                                          | 400 | -32600",
                "[]                                         | 400 | -32600",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}] | 400 | -32600",
                "{\"id\":1,\"method\":\"ping\"}             | 400 | -32600",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"} | 400 | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"} | 400 | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"} | 400 | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"} | 400 | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7} | 400 | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1}             | 400 | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}} | 400 | -32600",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]} | 400 | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}} | 200 | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{}} | 200 | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"check_mark\",\"arguments\":[]}} | 200 | -32602",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"cursor\":\"x\"}} | 200 | -32602",
            })
    void saysWithTheStandardsCodesWhatIsWrong(String body, int status, int code, Visitor visitor) {
        McpPeer.of(visitor)
                .send(body)
                .then()
                .statusCode(status)
                .body("jsonrpc", equalTo("2.0"), "error.code", equalTo(code));
    }

    @Test
    void boundsTheBody(Visitor visitor) {
        McpPeer.of(visitor)
                .send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + "x".repeat(5 << 20) + "\"}")
                .then()
                .statusCode(413)
                .body("error.code", equalTo(-32600));
    }

    @Test
    void answersByAnEventWhereOnlyEventsAreTaken(Visitor visitor) {
        McpPeer peer = McpPeer.of(visitor);
        String events = peer.owner()
                .program(peer.token())
                .contentType("application/json")
                .accept("text/event-stream")
                .body(McpPeer.message("ping", "{}"))
                .post("/mcp")
                .then()
                .statusCode(200)
                .contentType(containsString("text/event-stream"))
                .extract()
                .asString();
        assertEquals("event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\n\n", events);
    }

    @Test
    void hasNoStreamThatWaitsAndNoSessionToEnd(Visitor visitor) {
        McpPeer peer = McpPeer.of(visitor);
        peer.request().get("/mcp").then().statusCode(405);
        peer.request().delete("/mcp").then().statusCode(405);
    }

    @Test
    void takesJsonOnly(Visitor visitor) {
        McpPeer peer = McpPeer.of(visitor);
        peer.owner()
                .program(peer.token())
                .contentType("text/plain")
                .body(McpPeer.message("ping", "{}"))
                .post("/mcp")
                .then()
                .statusCode(415)
                .body("error.data.code", equalTo("MEDIA_TYPE"));
    }

    @Test
    void strangersLearnNothing(Visitor visitor) {
        visitor.stranger()
                .contentType("application/json")
                .body(McpPeer.message("tools/list", "{}"))
                .post("/mcp")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("error.data.code", equalTo("SIGN_IN_REQUIRED"), "id", nullValue());
        visitor.program("wrong")
                .contentType("application/json")
                .body(McpPeer.message("tools/list", "{}"))
                .post("/mcp")
                .then()
                .statusCode(401)
                .body("error.data.code", equalTo("TOKEN_INVALID"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:5173, 200",
        "http://127.0.0.1, 200",
        "http://[::1]:9, 200",
        "https://evil.example.com, 403",
        "http://localhost.evil.example.com, 403",
        "http://evil.example.com:8080, 403",
        "null, 403",
        "http://localhost@evil.example.com, 403",
    })
    void pagesOfOtherPlacesAreRefused(String origin, int status, Visitor visitor) {
        McpPeer.of(visitor)
                .request()
                .header("Origin", origin)
                .body(McpPeer.message("ping", "{}"))
                .post("/mcp")
                .then()
                .statusCode(status);
    }

    @Test
    void aPageNeedsMoreThanItsCookie(Visitor visitor) {
        visitor.stranger()
                .cookie("cloister_session", visitor.cookie())
                .contentType("application/json")
                .body(McpPeer.message("ping", "{}"))
                .post("/mcp")
                .then()
                .statusCode(403);
    }

    @Test
    void tellsTheNamesOfItsToolsInOneOrder(Visitor visitor) {
        McpPeer peer = McpPeer.of(visitor);
        for (int i = 0; i < 3; i++) {
            peer.newer("tools/list", "{}")
                    .post("/mcp")
                    .then()
                    .body("result.tools.name", contains("search_documents", "check_mark"));
        }
    }
}
