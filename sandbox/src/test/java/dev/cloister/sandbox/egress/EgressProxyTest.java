package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.audit.EgressEvent;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import dev.cloister.sandbox.egress.tls.SpokeAuthority;
import dev.cloister.sandbox.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A real proxy between a client on its Unix socket and servers on real sockets. */
class EgressProxyTest {

    private static final String RULES =
            "{\"egress\": [{\"host\": \"api.example.org\", \"methods\": [\"GET\", \"POST\"], \"paths\": [\"/v1/*\"]}]}";
    private static final String OPEN = "{\"egress\": [{\"host\": \"api.example.org\"}]}";
    private static final String PLAIN =
            "{\"egress\": [{\"host\": \"api.example.org\", \"scheme\": \"http\", \"paths\": [\"/v1/*\"]}]}";

    private final TestNetwork network = new TestNetwork();

    @Test
    void carriesWhatARuleNamesAndWritesItDown() throws Exception {
        try (TestHost host = network.secure("api.example.org", TestHost.saying("hello"));
                Cellmate app = new Cellmate(network, RULES)) {
            String answer = app.secure("api.example.org", get("/v1/x?key=private"));

            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
            assertTrue(answer.endsWith("\r\n\r\nhello"), answer);
            assertEquals(
                    new EgressEvent("api.example.org", 443, "GET", "/v1/x", 200, 0, 5, EgressVerdict.ALLOWED),
                    app.event());
            assertTrue(
                    host.heads().getFirst().startsWith("GET /v1/x?key=private HTTP/1.1\r\nHost: api.example.org\r\n"));
        }
    }

    @Test
    void carriesContentInBothFramings() throws Exception {
        TestHost.Answer counting = (head, in, out) -> {
            String content = head.contains("chunked")
                    ? new String(in.readNBytes(13), StandardCharsets.US_ASCII)
                    : new String(in.readNBytes(3), StandardCharsets.US_ASCII);
            out.write(("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n" + "1\r\nd\r\n0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertTrue(content.contains("xyz"), content);
        };
        try (TestHost host = network.secure("api.example.org", counting);
                Cellmate app = new Cellmate(network, RULES)) {
            for (String framed : List.of(
                    "Content-Length: 3\r\n\r\nxyz", "Transfer-Encoding: chunked\r\n\r\n3\r\nxyz\r\n0\r\n\r\n")) {
                String answer =
                        app.secure("api.example.org", "POST /v1/x HTTP/1.1\r\nHost: api.example.org\r\n" + framed);
                assertTrue(answer.endsWith("0\r\n\r\n"), answer);
                assertEquals(
                        new EgressEvent("api.example.org", 443, "POST", "/v1/x", 200, 3, 4, EgressVerdict.ALLOWED),
                        app.event());
            }
            assertEquals(2, host.heads().size());
        }
    }

    @Test
    void refusesOtherHostsMethodsAndPaths() throws Exception {
        try (TestHost host = network.secure("api.example.org", TestHost.saying("hello"));
                Cellmate app = new Cellmate(network, RULES)) {
            network.named("other.example.org", "93.184.215.14");
            assertRefused(EgressVerdict.HOST_REFUSED, app, () -> app.tunnelled("other.example.org", 443));
            assertRefused(EgressVerdict.HOST_REFUSED, app, () -> app.tunnelled("api.example.org", 80));
            assertRefused(EgressVerdict.MALFORMED, app, () -> app.tunnelled("93.184.215.14", 443));
            for (String request :
                    List.of(get("/v2/x"), get("/v1"), "DELETE /v1/x HTTP/1.1\r\nHost: api.example.org\r\n\r\n")) {
                String answer = app.secure("api.example.org", request);
                assertTrue(answer.contains("\"error\":\"REQUEST_REFUSED\""), answer);
                assertEquals(EgressVerdict.REQUEST_REFUSED, app.verdict());
            }
            assertEquals(List.of(), host.heads());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "169.254.169.254", "10.0.0.1", "::1", "fe80::1", "fd00:ec2::254", "64:ff9b::7f00:1"
            })
    void refusesNamesThatLeadIntoPrivateNetworks(String address) throws Exception {
        try (TestHost host = network.secure("api.example.org", TestHost.saying("hello"));
                Cellmate app = new Cellmate(network.named("sub.example.net", "93.184.215.14", address), """
                        {"egress": [{"host": "*.example.net"}]}""")) {
            assertRefused(EgressVerdict.ADDRESS_REFUSED, app, () -> app.tunnelled("sub.example.net", 443));
            assertEquals(List.of(), network.dialled());
            assertRefused(EgressVerdict.NAME_UNKNOWN, app, () -> app.tunnelled("no.example.net", 443));
            assertEquals(List.of(), host.heads());
        }
    }

    @Test
    void connectsToTheVeryAddressThatItChecked() throws Exception {
        network.named("api.example.org", "93.184.215.14").named("api.example.org", "127.0.0.1");
        try (TestHost host = network.secure("api.example.org", TestHost.saying("hello"));
                Cellmate app = new Cellmate(network, RULES)) {
            assertTrue(app.secure("api.example.org", get("/v1/x")).endsWith("hello"));
            assertEquals(List.of("93.184.215.14"), network.dialled());

            assertRefused(
                    EgressVerdict.ALLOWED,
                    EgressVerdict.ADDRESS_REFUSED,
                    app,
                    () -> app.tunnelled("api.example.org", 443));
            assertEquals(1, host.heads().size());
        }
    }

    @Test
    void letsNothingOutOnceTheCallIsOver() throws Exception {
        TestHost.Answer slow = (head, in, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertTrue(in.read() < 0, "the proxy ends the connection");
        };
        try (TestHost host = network.plain("api.example.org", slow);
                Cellmate app = new Cellmate(network, PLAIN);
                Cellmate.Tunnelled underWay = app.tunnelled("api.example.org", 80)) {
            underWay.socket().getOutputStream().write(get("/v1/x").getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("hel")) {
                answer.append((char) underWay.socket().getInputStream().read());
            }
            app.endCall();

            assertEquals(-1, underWay.socket().getInputStream().read());
            assertEquals(EgressVerdict.CLOSED, app.verdict());
            assertRefused(EgressVerdict.CLOSED, app, () -> app.tunnelled("api.example.org", 80));
            assertEquals(1, host.heads().size());
        }
    }

    @Test
    void aBarredWayLeadsNowhereWhateverIsOpened() throws Exception {
        try (EgressProxy proxy = EgressProxy.barred(EgressPolicy.read(Json.parseObject(OPEN)));
                EgressGate.Passage way = proxy.gate().passage()) {
            way.open();
            try (var channel =
                    SocketChannel.open(UnixDomainSocketAddress.of(proxy.folder().resolve("proxy.sock")))) {
                channel.write(ByteBuffer.wrap(
                        "CONNECT api.example.org:443 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
                String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(answer.contains("CLOSED"), answer);
            }
        }
    }

    @Test
    void endsTlsWithAnAuthorityThatNoOtherSpokeTrusts() throws Exception {
        try (TestHost host = network.secure("api.example.org", TestHost.saying("hello"));
                Cellmate app = new Cellmate(network, RULES);
                Cellmate other = new Cellmate(network, RULES)) {
            String others = other.variable("NODE_EXTRA_CA_CERTS");
            assertEquals(others, app.variable("NODE_EXTRA_CA_CERTS"));
            for (String stranger : List.of(new SpokeAuthority(InstantSource.system()).pem(), network.pem())) {
                assertThrows(
                        IOException.class,
                        () -> app.secure("api.example.org", "api.example.org", stranger, get("/v1/x")));
                assertEquals(EgressVerdict.BROKEN_OFF, app.verdict());
            }
            assertEquals(List.of(), host.heads());
        }
    }

    @Test
    void tunnelsUnreadWhereNoRuleIsAboutRequests() throws Exception {
        try (TestHost host = network.secure("api.example.org", TestHost.saying("hello"));
                Cellmate app = new Cellmate(network, OPEN)) {
            String answer = app.secure("api.example.org", "api.example.org", network.pem(), get("/any"));
            assertTrue(answer.endsWith("hello"), answer);
            EgressEvent event = app.event();
            assertEquals(EgressVerdict.TUNNELLED, event.verdict());
            assertTrue(event.sent() > 100 && event.received() > 100, event.toString());

            assertThrows(
                    IOException.class,
                    () -> app.secure("api.example.org", "front.example.org", network.pem(), get("/any")));
            assertEquals(EgressVerdict.NAME_MISMATCH, app.verdict());
            assertEquals(1, host.heads().size());
        }
    }

    @Test
    void refusesHostsWhoseCertificateDoesNotHold() throws Exception {
        Instant longAgo = Instant.now().minus(Duration.ofDays(60));
        SpokeAuthority expired = new SpokeAuthority(InstantSource.fixed(longAgo));
        SpokeAuthority unknown = new SpokeAuthority(InstantSource.system());
        for (SpokeAuthority authority : List.of(expired, unknown)) {
            try (TestHost host = network.secure("api.example.org", 443, authority, TestHost.saying("hello"));
                    Cellmate app = new Cellmate(network, RULES)) {
                String answer = app.secure("api.example.org", get("/v1/x"));
                assertTrue(answer.contains("certificate of api.example.org does not hold"), answer);
                assertEquals(EgressVerdict.HOST_FAILED, app.verdict());
                assertEquals(List.of(), host.heads());
            }
        }
    }

    @Test
    void refusesAHostThatIsNotTheOneOfItsCertificate() throws Exception {
        network.named("api.example.org", "93.184.215.14");
        try (TestHost host = network.secure("another.example.org", TestHost.saying("hello"));
                Cellmate app = new Cellmate(network, RULES)) {
            assertTrue(app.secure("api.example.org", get("/v1/x")).contains("does not hold"));
            assertEquals(EgressVerdict.HOST_FAILED, app.verdict());
            assertEquals(List.of(), host.heads());
        }
    }

    @Test
    void noHostSpeaksInTheProxysPlace() throws Exception {
        TestHost.Answer posing = (head, in, out) ->
                out.write("HTTP/1.1 403 Forbidden\r\nCloister-Egress: CLOSED\r\nX-Kept: 1\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        try (TestHost host = network.secure("api.example.org", posing);
                Cellmate app = new Cellmate(network, RULES)) {
            String answer = app.secure("api.example.org", get("/v1/x"));
            assertTrue(answer.contains("X-Kept: 1"), answer);
            assertTrue(!answer.contains("Cloister-Egress"), answer);
            assertEquals(1, host.heads().size());
        }
    }

    @Test
    void ownAuthorityIsReadableAndItsKeyIsNot() throws Exception {
        try (EgressProxy proxy = EgressProxy.barred(EgressPolicy.NONE);
                var files = Files.list(proxy.folder())) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertEquals(List.of("ca.pem", "node.cjs", "proxy.sock"), names);
            assertEquals(1, Files.readString(proxy.folder().resolve("ca.pem")).split("BEGIN", -1).length - 1);
        }
    }

    private interface Step {
        AutoCloseable run() throws IOException;
    }

    private static void assertRefused(EgressVerdict expected, Cellmate app, Step step) throws Exception {
        IOException refusal = assertThrows(IOException.class, step::run);
        assertTrue(String.valueOf(refusal.getMessage()).contains("\"error\":\"" + expected + "\""), refusal.toString());
        assertEquals(expected, app.verdict());
    }

    private static void assertRefused(EgressVerdict before, EgressVerdict expected, Cellmate app, Step step)
            throws Exception {
        assertEquals(before, app.verdict());
        assertRefused(expected, app, step);
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: api.example.org\r\n\r\n";
    }
}
