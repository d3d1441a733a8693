package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.os.Mount;
import dev.cloister.sandbox.os.SandboxSpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RequestReaderTest {

    private static final SandboxSpec SPEC = new SandboxSpec(
            "an \"app\"",
            List.of("/usr/bin/node", "/app/server.mjs", "é\n"),
            Map.of("LANG", "C.UTF-8", "EMPTY", ""),
            List.of(Mount.readableAt(Path.of("/home/x/spokes/a"), Path.of("/app")), Mount.writable(Path.of("/run/w"))),
            Root.LIMITS,
            1L << 20,
            true,
            512L << 20);

    private static final String TEXT =
            RequestWriter.write(new Request.Start(Kind.STRICT, SPEC)).text();

    private static final List<String> PIECES = List.of(
            "null",
            "true",
            "-1",
            "1e9",
            "99999999999999999999",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "{\"a\":1}",
            "\"../..\"",
            "\"/\"",
            "\"LD_PRELOAD=x\"",
            "0",
            "1.5",
            "[[[[]]]]",
            "\"x\":1,",
            "\"spec\":{},",
            ",",
            "}",
            "\\");

    @Test
    void readsWhatTheGatewayWrites() {
        assertEquals(new Request.Start(Kind.STRICT, SPEC), read(TEXT));
        assertEquals(
                new Request.Describe(Kind.STANDARD),
                read(RequestWriter.write(new Request.Describe(Kind.STANDARD)).text()));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        for (String wrong : List.of(
                TEXT.replace("\"tier\"", "\"more\":1,\"tier\""),
                TEXT.replace("\"unixSockets\"", "\"privileged\":true,\"unixSockets\""),
                TEXT.replace("\"openFiles\"", "\"more\":1,\"openFiles\""),
                TEXT.replace("\"inside\"", "\"more\":1,\"inside\""),
                TEXT.replace("STRICT", "NONE"),
                TEXT.replace("\"start\"", "\"exec\""),
                TEXT.replace("/app\"", "/app/../usr\""),
                TEXT.replace("/app\"", "app\""),
                TEXT.replace("\"LANG\"", "\"A=B\""),
                TEXT.replace("\"processes\":32", "\"processes\":0"),
                TEXT.replace("\"processes\":32", "\"processes\":1000000"),
                TEXT.replace("\"cpuSeconds\":20", "\"cpuSeconds\":-20"),
                TEXT.replace("\"temporaryBytes\":1048576", "\"temporaryBytes\":10485760000"),
                TEXT.replace("\"/usr/bin/node\"", "\"\\u0000\""))) {
            assertTrue(!wrong.equals(TEXT), "it was changed");
            SandboxException refusal = assertThrows(SandboxException.class, () -> read(wrong), wrong);
            assertEquals(SandboxException.Code.STARTER_REFUSED, refusal.code(), wrong);
        }
    }

    /** jqwik prints the seed of a failure. */
    @Property(tries = 3000)
    void readsOrRefusesWhateverComes(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(max = 100_000) Integer> places,
            @ForAll @IntRange(max = 1000) int piece,
            @ForAll @IntRange(max = 12) int length) {
        StringBuilder text = new StringBuilder(TEXT);
        for (int place : places) {
            int at = place % text.length();
            text.replace(at, Math.min(text.length(), at + length), PIECES.get((piece + place) % PIECES.size()));
        }
        try {
            Request request = read(text.toString());
            assertTrue(request instanceof Request.Describe || request instanceof Request.Start);
        } catch (SandboxException e) {
            assertTrue(
                    e.code() == SandboxException.Code.STARTER_REFUSED
                            || e.code() == SandboxException.Code.MESSAGE_INVALID,
                    e.getMessage());
        }
    }

    private static Request read(String text) {
        return RequestReader.read(Json.parseObject(text));
    }
}
