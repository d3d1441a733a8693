package dev.cloister.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.cloister.gateway.documents.Pdf;
import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import dev.cloister.gateway.setup.RunningLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class ToolsIT {

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsPassagesOfOnesOwnDocumentsAndOfNobodyElses(boolean newer, Visitor visitor) {
        McpPeer owner = McpPeer.of(visitor);
        McpPeer other = McpPeer.of(visitor.newcomer(newer ? "peregrine" : "merlin"));
        String id = visitor.page()
                .contentType("text/plain")
                .queryParam("name", "quay.txt")
                .body("The harbour office of Tarn keeps the tide tables in a green tin box under the stairs.")
                .post("/api/documents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String question = "{\"query\":\"Where are the tide tables of Tarn?\",\"limit\":3}";

        JsonNode found = owner.call(newer, "search_documents", question);

        JsonNode first = found.at("/passages/0");
        assertEquals("quay.txt", first.get("document").textValue(), found.toString());
        assertEquals(id, first.get("documentId").textValue());
        assertTrue(first.get("text").textValue().contains("green tin box"));
        assertFalse(first.has("page"), "a document of one page has no page numbers");
        requireFits(owner, "search_documents", found);
        assertEquals(
                0,
                other.call(newer, "search_documents", question).get("passages").size());
        visitor.page().delete("/api/documents/" + id).then().statusCode(204);
    }

    @Test
    void namesThePageOfADocumentWithPages(Visitor visitor) throws IOException {
        String id = visitor.page()
                .contentType("application/pdf")
                .queryParam("name", "tunnel.pdf")
                .body(Pdf.of("The tunnel of Orrin opened in 1907.", "The bridge of Orrin is nine kilometres long."))
                .post("/api/documents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        JsonNode found =
                McpPeer.of(visitor).call(true, "search_documents", "{\"query\":\"How long is the bridge of Orrin?\"}");

        assertEquals("tunnel.pdf", found.at("/passages/0/document").textValue(), found.toString());
        assertEquals(2, found.at("/passages/0/page").intValue(), found.toString());
        visitor.page().delete("/api/documents/" + id).then().statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsThatAHumanTextBearsNoMark(boolean newer, Visitor visitor) throws IOException {
        McpPeer peer = McpPeer.of(visitor);
        String text;
        try (InputStream in = ToolsIT.class.getResourceAsStream("/human-text.md")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String arguments = McpPeer.JSON.createObjectNode().put("text", text).toString();

        JsonNode report = peer.call(newer, "check_mark", arguments);

        assertEquals("not_found", report.get("verdict").textValue());
        requireFits(peer, "check_mark", report);
        assertEquals(
                "insufficient",
                peer.call(newer, "check_mark", "{\"text\":\"Yes.\"}")
                        .get("verdict")
                        .textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"query\":\"\"}",
                "{\"query\":\"  \"}",
                "{\"query\":7}",
                "{\"query\":\"x\",\"limit\":0}",
                "{\"query\":\"x\",\"limit\":21}",
                "{\"query\":\"x\",\"limit\":\"5\"}",
                "{\"query\":\"x\",\"collection\":\"all\"}"
            })
    void saysInAResultWhatIsWrongWithArguments(String arguments, Visitor visitor) {
        JsonNode result = McpPeer.of(visitor)
                .result(true, "tools/call", "{\"name\":\"search_documents\",\"arguments\":" + arguments + "}");

        assertTrue(result.get("isError").booleanValue());
        assertTrue(result.at("/content/0/text").textValue().startsWith("The arguments do not fit"), result.toString());
        assertFalse(result.has("structuredContent"));
    }

    @Test
    void boundsTheQuery(Visitor visitor) {
        JsonNode result = McpPeer.of(visitor)
                .result(
                        true,
                        "tools/call",
                        "{\"name\":\"search_documents\",\"arguments\":{\"query\":\"" + "x".repeat(1001) + "\"}}");

        assertTrue(result.get("isError").booleanValue());
    }

    @Test
    void leavesAnEntryInTheLedgerWithoutArguments(Visitor visitor) {
        McpPeer peer = McpPeer.of(visitor);
        peer.call(true, "search_documents", "{\"query\":\"heliotrope\"}");

        List<JsonNode> entries = RunningLedger.details(visitor.home(), "mcp.called");

        assertEquals(McpPeer.parse("{\"tool\":\"search_documents\",\"outcome\":\"answered\"}"), entries.getLast());
    }

    private static void requireFits(McpPeer peer, String tool, JsonNode structured) {
        for (JsonNode one : peer.result(true, "tools/list", "{}").get("tools")) {
            if (one.get("name").textValue().equals(tool)) {
                assertEquals(
                        0,
                        SCHEMAS.getSchema(one.get("outputSchema"))
                                .validate(structured)
                                .size());
            }
        }
    }
}
