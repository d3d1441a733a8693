package dev.cloister.sandbox.mcp;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.SandboxException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import java.io.IOException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class McpClientTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text            | one~two",
                "structured      | {\"degrees\":22.5}",
                "structuredAlone | [1,2]",
                "both            | {\"degrees\":22.5}",
                "mixed           | before~embedded~[Left out: image image/png, audio audio/wav, link a.rs file:///a.rs, file file:///c.bin, hologram]",
                "picture         | [Left out: image image/png]",
            })
    void takesTextsAndNamesWhatItLeavesOut(String what, String expected) throws IOException {
        for (String era : new String[] {"modern", "old"}) {
            try (ScriptedServer server = ScriptedServer.start(era)) {
                assertEquals(
                        new ToolResult(expected.replace('~', '\n'), false), ScriptedServer.call(server.open(), what));
            }
        }
    }

    @Test
    void tellsWhatFailed() throws IOException {
        try (ScriptedServer server = ScriptedServer.start("modern")) {
            McpClient client = server.open();
            assertEquals(new ToolResult("no", true), ScriptedServer.call(client, "failed"));
            assertEquals(new ToolResult("Unknown tool", true), ScriptedServer.call(client, "error"));
        }
    }

    @Test
    void givesNoInputAndGoesOn() throws IOException {
        try (ScriptedServer server = ScriptedServer.start("modern")) {
            McpClient client = server.open();
            ToolResult result = ScriptedServer.call(client, "input");

            assertTrue(result.isError());
            assertTrue(result.text().contains("elicitation/create"), result.text());
            assertEquals("one\ntwo", ScriptedServer.call(client, "text").text());
        }
    }

    @ParameterizedTest
    @CsvSource({"modern", "old"})
    void asksForOtherAppsFunctionsAsTheEraDoes(String era) throws IOException {
        try (ScriptedServer server = ScriptedServer.start(era)) {
            McpClient client = server.open();

            assertEquals(
                    new ToolResult("heard convert {\"quantity\":\"1 km\"} in state s1", false),
                    ScriptedServer.call(client, "function"));
            assertTrue(ScriptedServer.call(client, "functionsForEver").isError());
            assertEquals("one\ntwo", ScriptedServer.call(client, "text").text());
        }
    }

    @Test
    void refusesAResultOfAnUnknownType() throws IOException {
        try (ScriptedServer server = ScriptedServer.start("modern")) {
            McpClient client = server.open();
            assertEquals(
                    Code.APP_MISBEHAVES,
                    assertThrows(SandboxException.class, () -> ScriptedServer.call(client, "strange"))
                            .code());
        }
    }

    @ParameterizedTest
    @CsvSource({"asks, q1 -32601", "asksModern, nothing"})
    void refusesTheServersRequestsWhereTheEraHasThem(String way, String heard) throws IOException {
        try (ScriptedServer server = ScriptedServer.start(way)) {
            McpClient client = server.open();
            assertEquals(1, client.tools().size());
            assertEquals(heard, ScriptedServer.call(client, "heard").text());
        }
    }

    @Test
    void readsPageByPage() throws IOException {
        try (ScriptedServer server = ScriptedServer.start("pages")) {
            assertEquals(2, server.open().tools().size());
        }
    }

    @Test
    void refusesAListThatNeverEnds() throws IOException {
        try (ScriptedServer server = ScriptedServer.start("endless")) {
            McpClient client = server.open();
            assertEquals(
                    Code.APP_MISBEHAVES,
                    assertThrows(SandboxException.class, client::tools).code());
        }
    }
}
