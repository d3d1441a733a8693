package dev.cloister.sandbox.mcp;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.SandboxException.Code;
import dev.cloister.sandbox.json.Json;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whatever a server writes, the client comes to an end: with an answer, or with one of a few codes. */
class JsonRpcFuzzTest {

    private static final Set<Code> EXPECTED =
            EnumSet.of(Code.APP_MISBEHAVES, Code.APP_FLOODS, Code.APP_CRASHED, Code.MESSAGE_INVALID);

    private static final List<String> CONVERSATION = List.of(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"unknown\"}}",
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"x\"}}",
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"}}]}}",
            "{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"é\"}],\"isError\":false}}");

    @Property
    void survivesAnyBytes(@ForAll byte[] bytes) {
        converse(bytes);
    }

    @Property
    void survivesAnyLineInEachPlace(@ForAll("lines") List<String> lines) {
        converse(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void survivesAChangedCharacter(@ForAll("places") int place, @ForAll char other) {
        StringBuilder text = new StringBuilder(String.join("\n", CONVERSATION) + "\n");
        text.setCharAt(place % text.length(), other);
        converse(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void survivesAnEarlyEnd(@ForAll("places") int place) {
        String text = String.join("\n", CONVERSATION) + "\n";
        converse(text.substring(0, place % text.length()).getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 2_000);
    }

    @Provide
    Arbitrary<List<String>> lines() {
        Arbitrary<String> values = Arbitraries.of(
                "1", "2", "\"1\"", "null", "1.0", "-1", "1e0", "{}", "[]", "true", "\"x\"", "{\"code\":1}");
        Arbitrary<String> members = Arbitraries.of("id", "method", "result", "error", "jsonrpc", "params")
                .flatMap(name -> values.map(value -> "\"" + name + "\":" + value));
        Arbitrary<String> made = members.list()
                .ofMaxSize(4)
                .map(list -> "{\"jsonrpc\":\"2.0\"" + (list.isEmpty() ? "" : ",") + String.join(",", list) + "}");
        return Arbitraries.oneOf(Arbitraries.of(CONVERSATION), made, Arbitraries.strings())
                .list()
                .ofMaxSize(8);
    }

    private static void converse(byte[] said) {
        try {
            McpClient client = McpClient.open(new ByteArrayInputStream(said), OutputStream.nullOutputStream());
            client.tools();
            client.call("t", Json.object(), (functionality, wish) -> new ToolResult("", true));
        } catch (SandboxException e) {
            assertTrue(EXPECTED.contains(e.code()), e.getMessage());
        }
    }
}
