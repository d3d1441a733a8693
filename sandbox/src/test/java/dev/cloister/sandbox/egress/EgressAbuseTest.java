package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.audit.EgressVerdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An app that does its worst to its only way out. */
class EgressAbuseTest {

    private static final String PLAIN =
            "{\"egress\": [{\"host\": \"api.example.org\", \"scheme\": \"http\", \"paths\": [\"/v1/*\"]}]}";
    private static final String GET = "GET /v1/x HTTP/1.1\r\nHost: api.example.org\r\n";

    private final TestNetwork network = new TestNetwork();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/x HTTP/1.1\r\nHost: api.example.org\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /v1/x HTTP/1.1\r\nHost: api.example.org\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "GET /v1/x HTTP/1.1\r\nHost: api.example.org\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "GET /v1/x HTTP/1.1\r\nHost: api.example.org\r\nHost: evil.example.org\r\n\r\n",
                "GET /v1/x HTTP/1.1\r\nHost: evil.example.org\r\n\r\n",
                "GET /v1/x HTTP/1.1\r\n\r\n",
                "GET http://evil.example.org/v1/x HTTP/1.1\r\nHost: api.example.org\r\n\r\n",
                "GET /v1/../admin HTTP/1.1\r\nHost: api.example.org\r\n\r\n",
                "GET /v1/%2e%2e/admin HTTP/1.1\r\nHost: api.example.org\r\n\r\n",
                "GET /v1/x HTTP/1.1\r\nHost: api.example.org\r\nA: b\n\r\nGET /admin HTTP/1.1\r\n\r\n",
                "GET /v1/x HTTP/1.1\r\nHost: api.example.org\r\nA: b\r\n c\r\n\r\n",
                "GET /v1/x\r\n\r\n",
            })
    void whatCouldBeReadInTwoWaysReachesNobody(String request) throws Exception {
        try (TestHost host = network.plain("api.example.org", TestHost.saying("hello"));
                Cellmate app = new Cellmate(network, PLAIN)) {
            String answer = app.plain("api.example.org", request);
            assertTrue(answer.contains("\"error\":\"MALFORMED\""), answer);
            assertEquals(EgressVerdict.MALFORMED, app.verdict());
            assertEquals(List.of(), host.heads());
        }
    }

    @Test
    void aSecondRequestOnOneConnectionIsNotCarried() throws Exception {
        try (TestHost host = network.plain("api.example.org", TestHost.saying("hello"));
                Cellmate app = new Cellmate(network, PLAIN)) {
            String answer =
                    app.plain("api.example.org", GET + "\r\n" + "GET /admin HTTP/1.1\r\nHost: api.example.org\r\n\r\n");
            assertTrue(answer.contains("hello"), answer);
            assertEquals(EgressVerdict.ALLOWED, app.verdict());
            assertEquals(1, host.heads().size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "CONNECT api.example.org HTTP/1.1\r\n\r\n",
                "CONNECT api.example.org:80 HTTP/1.0\r\n\r\n",
                "CONNECT api.example.org:99999 HTTP/1.1\r\n\r\n",
                "CONNECT 127.0.0.1:80 HTTP/1.1\r\n\r\n",
                "CONNECT [::1]:80 HTTP/1.1\r\n\r\n",
                "CONNECT user@api.example.org:80 HTTP/1.1\r\n\r\n",
                "CONNECT api.example.org:80 HTTP/1.1\r\nHost: evil.example.org:80\r\n\r\n",
                "CONNECT api.example.org:80 HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello",
                "\u0016\u0003\u0001\u0002\u0000",
            })
    void onlyAPlainConnectOpensAWay(String words) throws Exception {
        try (Cellmate app = new Cellmate(network.named("api.example.org", "93.184.215.14"), PLAIN)) {
            assertTrue(app.raw(words).contains("\"error\":\"MALFORMED\""));
            assertEquals(EgressVerdict.MALFORMED, app.verdict());
        }
    }

    @Test
    void anEndlessHeadIsRefused() throws Exception {
        try (TestHost host = network.plain("api.example.org", TestHost.saying("hello"));
                Cellmate app = new Cellmate(network, PLAIN)) {
            String endless = GET + ("X-Filler: " + "a".repeat(100) + "\r\n").repeat(45) + "Y: " + "b".repeat(4000);
            assertTrue(app.plain("api.example.org", endless).contains("TOO_MUCH"));
            assertEquals(EgressVerdict.TOO_MUCH, app.verdict());
            assertEquals(List.of(), host.heads());
        }
    }

    @Test
    void whoeverIsSlowIsCutOff() throws Exception {
        try (TestHost host = network.plain("api.example.org", TestHost.saying("hello"));
                Cellmate app = new Cellmate(network, PLAIN, Map.of(), Cellmate.IMPATIENT);
                SocketChannel idle = app.connect();
                Cellmate.Tunnelled loris = app.tunnelled("api.example.org", 80)) {
            Channels.newOutputStream(idle).write('C');
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            try {
                for (char letter : (GET + "X: " + "a".repeat(1000)).toCharArray()) {
                    loris.socket().getOutputStream().write(letter);
                    assertTrue(System.nanoTime() < end, "it was not cut off");
                    LockSupport.parkNanos(20_000_000);
                }
            } catch (IOException e) {
                assertTrue(System.nanoTime() < end);
            }
            assertEquals(-1, Channels.newInputStream(idle).read());
            assertEquals(EgressVerdict.TIMED_OUT, app.verdict());
            assertEquals(EgressVerdict.TIMED_OUT, app.verdict());
            assertEquals(List.of(), host.heads());
        }
    }

    @Test
    void aSilentHostIsGivenUp() throws Exception {
        TestHost.Answer silent = (head, in, out) -> assertTrue(in.read() < 0);
        try (TestHost host = network.plain("api.example.org", silent);
                Cellmate app = new Cellmate(network, PLAIN, Map.of(), Cellmate.IMPATIENT)) {
            assertTrue(app.plain("api.example.org", GET + "\r\n").startsWith("HTTP/1.1 504 "));
            assertEquals(EgressVerdict.TIMED_OUT, app.verdict());
            assertEquals(1, host.heads().size());
        }
    }

    @Test
    void aFloodOfConnectionsIsBoundedAndLeavesTheProxyUsable() throws Exception {
        try (TestHost host = network.plain("api.example.org", TestHost.saying("hello"));
                Cellmate app = new Cellmate(network, PLAIN)) {
            List<SocketChannel> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                SocketChannel channel = app.connect();
                all.add(channel);
            }
            for (SocketChannel channel : all) {
                channel.close();
            }
            String answer = "";
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (!answer.endsWith("hello")) {
                assertTrue(System.nanoTime() < end, answer);
                try {
                    answer = app.plain("api.example.org", GET + "\r\n");
                } catch (IOException e) {
                    Thread.onSpinWait();
                }
            }
            assertTrue(app.written() < 30, "the log is not drowned: " + app.written());
            assertEquals(1, host.heads().size());
        }
    }

    @Test
    void tooManyRequestsAreRefusedAndSomeOfThemWrittenDown() throws Exception {
        EgressLimits few = new EgressLimits(
                16,
                20,
                8 << 10,
                50,
                1 << 20,
                1 << 20,
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(10));
        try (TestHost host = network.plain("api.example.org", TestHost.saying("hello"));
                Cellmate app = new Cellmate(network, PLAIN, Map.of(), few)) {
            int refused = 0;
            for (int i = 0; i < 60; i++) {
                try {
                    app.plain("api.example.org", GET + "\r\n");
                } catch (IOException e) {
                    assertTrue(String.valueOf(e.getMessage()).contains("TOO_MUCH"), e.toString());
                    refused++;
                }
            }
            assertTrue(refused >= 30, "refused " + refused);
            assertTrue(host.heads().size() <= 30);
            assertTrue(app.written() <= 60 - refused + 8, "written " + app.written());
        }
    }

    @Test
    void anEndlessResponseIsCutOff() throws Exception {
        TestHost.Answer endless = (head, in, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] filler = new byte[64 << 10];
            while (true) {
                out.write(filler);
            }
        };
        try (TestHost host = network.plain("api.example.org", endless);
                Cellmate app = new Cellmate(network, PLAIN)) {
            String answer = app.plain("api.example.org", GET + "\r\n");
            assertTrue(answer.length() < 3 << 20);
            assertEquals(EgressVerdict.TOO_MUCH, app.verdict());
            assertEquals(1, host.heads().size());
        }
    }
}
