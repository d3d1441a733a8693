package dev.cloister.sandbox.mcp;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.SandboxException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.IOException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Each kind of server, as a real process. */
class OpeningTest {

    @ParameterizedTest
    @ValueSource(strings = {"modern", "needsMeta", "dual", "listed", "lateModern"})
    void staysInTheNewerEraWhereTheServerSpeaksIt(String way) throws IOException {
        try (ScriptedServer server = ScriptedServer.start(way)) {
            McpClient client = server.open();

            assertEquals(ProtocolRevision.V2026_07_28, client.revision());
            assertEquals("tell", client.tools().getFirst().name());
            assertEquals("2026-07-28", ScriptedServer.call(client, "meta").text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"old", "older", "listedOlder", "invalid", "nameless", "empty", "silent", "late"})
    void fallsBackToInitializeWhateverAnOlderServerAnswers(String way) throws IOException {
        try (ScriptedServer server = ScriptedServer.start(way)) {
            McpClient client = server.open();

            assertEquals(ProtocolRevision.V2025_11_25, client.revision());
            assertEquals("tell", client.tools().getFirst().name());
            assertEquals("undefined", ScriptedServer.call(client, "meta").text());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "future, APP_MISBEHAVES, 2031-01-01",
        "unknownOlder, APP_MISBEHAVES, 1999-01-01",
        "rejects, APP_MISBEHAVES, Missing capability",
        "refuses, APP_MISBEHAVES, not today",
        "dies, APP_CRASHED, ended before it answered",
        "neverOpens, APP_CRASHED, ended before it answered",
    })
    void saysWhyThereIsNoConversation(String way, Code code, String words) throws IOException {
        try (ScriptedServer server = ScriptedServer.start(way)) {
            SandboxException end = assertThrows(SandboxException.class, server::open);

            assertEquals(code, end.code(), end.getMessage());
            assertTrue(end.getMessage().contains(words), end.getMessage());
        }
    }

    @Test
    void asksNothingFirstWhereTheServerIsKnownToBeOlder() throws IOException {
        try (ScriptedServer server = ScriptedServer.start("dies")) {
            assertEquals("tell", server.initialize().tools().getFirst().name());
        }
    }
}
