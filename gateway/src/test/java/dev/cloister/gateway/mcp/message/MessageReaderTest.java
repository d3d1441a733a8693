package dev.cloister.gateway.mcp.message;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MessageReaderTest {

    private static final Set<Integer> CODES = Set.of(-32700, -32600, -32602);

    private final MessageReader reader = new MessageReader();

    @Property
    void readsOrRefusesAnyBytes(@ForAll byte[] bytes) throws IOException {
        read(bytes);
    }

    @Property
    void readsOrRefusesAnyMembers(@ForAll("messages") String message) throws IOException {
        read(message.getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void takesAnyTextAsTheIdAndTheMethod(@ForAll("texts") String id, @ForAll("texts") String method)
            throws IOException {
        String message = "{\"jsonrpc\":\"2.0\",\"id\":\"" + id + "\",\"method\":\"" + method + "\"}";

        Incoming read = reader.read(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));

        assertTrue(read instanceof Incoming.Request request
                && request.id().textValue().equals(id));
        assertEquals(method, read.method());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().alpha().numeric().withChars("äß漢 /.").ofMaxLength(60);
    }

    @Provide
    Arbitrary<String> messages() {
        Arbitrary<String> values = Arbitraries.of(
                "1",
                "1e400",
                "-0",
                "\"1\"",
                "null",
                "1.5",
                "{}",
                "[]",
                "[[]]",
                "true",
                "\"2.0\"",
                "\"\\ud800\"",
                "{\"_meta\":7}");
        return Arbitraries.of("id", "method", "result", "error", "jsonrpc", "params", "")
                .flatMap(name -> values.map(value -> "\"" + name + "\":" + value))
                .list()
                .ofMaxSize(5)
                .map(members ->
                        "{\"jsonrpc\":\"2.0\"" + (members.isEmpty() ? "" : ",") + String.join(",", members) + "}");
    }

    private void read(byte[] bytes) throws IOException {
        try {
            Incoming message = reader.read(new ByteArrayInputStream(bytes));
            assertTrue(message.params().isObject());
        } catch (RpcError e) {
            assertTrue(
                    CODES.contains(e.body().at("/error/code").intValue()),
                    e.body().toString());
            assertEquals("2.0", e.body().get("jsonrpc").textValue());
        }
    }
}
