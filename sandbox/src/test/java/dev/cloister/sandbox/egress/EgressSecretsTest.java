package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.audit.EgressVerdict;
import org.junit.jupiter.api.Test;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Secrets on their way through a real proxy. */
class EgressSecretsTest {

    private static final String SECRET = "sk-live-0123456789abcdef";
    private static final String BLOCK = """
            {"egress": [{"host": "api.example.org"}, {"host": "other.example.org", "paths": ["/*"]}],
             "secrets": {"API_KEY": {"host": "api.example.org"}}}""";
    private static final String FILLED_CONTENT = """
            {"egress": [{"host": "api.example.org"}],
             "secrets": {"API_KEY": {"host": "api.example.org", "in": ["body"]}}}""";

    private final TestNetwork network = new TestNetwork();

    @Test
    void reachTheirHostAndNeverTheApp() throws Exception {
        TestHost.Answer proving =
                (head, in, out) -> TestHost.saying(head.contains("Bearer " + SECRET) ? "known" : "unknown")
                        .to(head, in, out);
        try (TestHost host = network.secure("api.example.org", proving);
                Cellmate app = app(BLOCK)) {
            String answer = app.secure("api.example.org", request("Bearer " + app.variable("API_KEY")));
            assertTrue(answer.endsWith("known"), answer);
            assertEquals(EgressVerdict.ALLOWED, app.verdict());
            assertTrue(host.heads().getFirst().contains("Accept-Encoding: identity\r\n"));
            assertFalse(
                    host.heads().getFirst().contains("Range"), "parts would hide a secret that is cut between them");
            assertFalse(app.variable("API_KEY").contains(SECRET));
        }
    }

    @Test
    void goToNoOtherHost() throws Exception {
        try (TestHost host = network.secure("other.example.org", TestHost.echo());
                Cellmate app = app(BLOCK)) {
            String placeholder = app.variable("API_KEY");
            for (String request : List.of(
                    "GET / HTTP/1.1\r\nHost: other.example.org\r\nX-Key: " + placeholder + "\r\n\r\n",
                    "GET /?k=" + placeholder + " HTTP/1.1\r\nHost: other.example.org\r\n\r\n",
                    "GET /" + placeholder + " HTTP/1.1\r\nHost: other.example.org\r\n\r\n")) {
                String answer = app.secure("other.example.org", request);
                assertTrue(answer.contains("SECRET_MISPLACED"), answer);
                assertEquals(EgressVerdict.SECRET_MISPLACED, app.verdict());
            }
            assertEquals(List.of(), host.heads());
        }
    }

    @Test
    void placeholdersInContentGoNowhere() throws Exception {
        try (TestHost host = network.secure("api.example.org", TestHost.echo());
                Cellmate app = app(BLOCK)) {
            String placeholder = app.variable("API_KEY");
            app.secure(
                    "api.example.org",
                    "POST / HTTP/1.1\r\nHost: api.example.org\r\nContent-Length: " + placeholder.length() + "\r\n\r\n"
                            + placeholder);
            assertEquals(EgressVerdict.SECRET_MISPLACED, app.verdict());
            assertEquals(List.of(), host.heads());
        }
    }

    @Test
    void areFilledIntoContentWhereThatIsDeclared() throws Exception {
        String content = "{\"key\":\"%s\"}";
        TestHost.Answer proving = (head, in, out) -> {
            String expected = content.formatted(SECRET);
            String got = new String(in.readNBytes(expected.length()), StandardCharsets.US_ASCII);
            boolean right = got.equals(expected) && head.contains("Content-Length: " + expected.length() + "\r\n");
            TestHost.saying(right ? "known" : "unknown").to(head, in, out);
        };
        try (TestHost host = network.secure("api.example.org", proving);
                Cellmate app = app(FILLED_CONTENT)) {
            String sent = content.formatted(app.variable("API_KEY"));
            String start = "POST / HTTP/1.1\r\nHost: api.example.org\r\n";
            for (String request : List.of(
                    start + "Content-Length: " + sent.length() + "\r\n\r\n" + sent,
                    start + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(sent.length()) + "\r\n" + sent
                            + "\r\n0\r\n\r\n")) {
                assertTrue(app.secure("api.example.org", request).endsWith("known"));
                assertEquals(EgressVerdict.ALLOWED, app.verdict());
            }
            assertEquals(2, host.heads().size());
        }
    }

    @Test
    void doNotComeBackInAnyFormHoweverTheResponseIsCut() throws Exception {
        byte[] bytes = SECRET.getBytes(StandardCharsets.US_ASCII);
        for (String form : List.of(
                SECRET,
                HexFormat.of().formatHex(bytes),
                Base64.getEncoder().encodeToString(("user:" + SECRET).getBytes(StandardCharsets.US_ASCII)),
                SECRET.replace("-", "%2D"))) {
            TestHost.Answer leaking = (head, in, out) -> {
                out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                for (char letter : ("before " + form + " after").toCharArray()) {
                    chunk(out, String.valueOf(letter));
                }
                out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            };
            try (TestHost host = network.secure("api.example.org", leaking);
                    Cellmate app = app(BLOCK)) {
                String answer = app.secure("api.example.org", request("Bearer " + app.variable("API_KEY")));
                String seen =
                        answer.substring(answer.indexOf("\r\n\r\n") + 4).replaceAll("(?s)[0-9a-f]+\r\n(.*?)\r\n", "$1");
                assertTrue(seen.startsWith("before "), answer);
                assertFalse(seen.contains(form), answer);
                assertFalse(answer.contains("\r\n0\r\n"), "an answer that was cut off must not look whole: " + answer);
                assertEquals(EgressVerdict.SECRET_RETURNED, app.verdict(), form);
                assertEquals(1, host.heads().size());
            }
        }
    }

    @Test
    void doNotComeBackInHeadersOrPacked() throws Exception {
        TestHost.Answer reflecting = (head, in, out) ->
                out.write(("HTTP/1.1 302 Found\r\nLocation: https://x/?k=" + SECRET + "\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        try (TestHost host = network.secure("api.example.org", reflecting);
                Cellmate app = app(BLOCK)) {
            String answer = app.secure("api.example.org", request("Bearer " + app.variable("API_KEY")));
            assertFalse(answer.contains(SECRET), answer);
            assertTrue(answer.startsWith("HTTP/1.1 502 "), answer);
            assertEquals(EgressVerdict.SECRET_RETURNED, app.verdict());
            assertEquals(1, host.heads().size());
        }
        TestHost.Answer packing =
                (head, in, out) -> out.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx"
                        .getBytes(StandardCharsets.US_ASCII));
        try (TestHost host = network.secure("api.example.org", packing);
                Cellmate app = app(BLOCK)) {
            app.secure("api.example.org", request("x"));
            assertEquals(EgressVerdict.RESPONSE_PACKED, app.verdict());
            assertEquals(1, host.heads().size());
        }
    }

    private static void chunk(OutputStream out, String text) throws IOException {
        out.write((Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private Cellmate app(String block) {
        return new Cellmate(network, block, Map.of("API_KEY", SECRET), Cellmate.PATIENT);
    }

    private static String request(String authorization) {
        return "GET /v1 HTTP/1.1\r\nHost: api.example.org\r\nAuthorization: " + authorization
                + "\r\nRange: bytes=0-3\r\n\r\n";
    }
}
