package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.egress.EgressAccess;
import dev.cloister.sandbox.egress.EgressLimits;
import dev.cloister.sandbox.egress.TestHost;
import dev.cloister.sandbox.egress.TestNetwork;
import dev.cloister.sandbox.egress.audit.EgressEvent;
import dev.cloister.sandbox.egress.audit.EgressVerdict;
import dev.cloister.sandbox.egress.secret.SecretValue;
import dev.cloister.sandbox.egress.tls.SpokeAuthority;
import dev.cloister.sandbox.isc.Turn;
import dev.cloister.sandbox.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An app that calls hosts as Node.js apps do, in a real sandbox, by a real proxy. */
class SpokeEgressTest {

    private static final String SECRET = "sk-live-0123456789abcdef";
    private static final String URL = "https://api.example.org/v1/x?q=1";
    private static final Duration PATIENT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final TestNetwork network = new TestNetwork();
    private final List<EgressEvent> events = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"fetch", "get", "request"})
    void reachesAHostInEachWayWithASecretThatItNeverSees(String way) {
        TestHost.Answer proving = (head, in, out) -> TestHost.saying(
                        head.toLowerCase(Locale.ROOT).contains("authorization: bearer " + SECRET)
                                ? "known"
                                : "unknown " + head)
                .to(head, in, out);
        try (TestHost host = network.secure("api.example.org", proving);
                Spoke spoke = start()) {
            assertEquals("200 known", call(spoke, way, URL));
            assertEquals("200 known", call(spoke, way, URL));
            assertEquals(2, host.heads().size());
            assertEquals(
                    new EgressEvent("api.example.org", 443, "GET", "/v1/x", 200, 0, 5, EgressVerdict.ALLOWED),
                    events.getFirst());
            assertFalse(call(spoke, "environment", "").contains(SECRET));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fetch", "request"})
    void sendsContent(String way) {
        TestHost.Answer reading = (head, in, out) -> TestHost.saying(
                        head.contains("chunked")
                                ? new String(in.readNBytes(13), StandardCharsets.US_ASCII).substring(3, 8)
                                : new String(in.readNBytes(5), StandardCharsets.US_ASCII))
                .to(head, in, out);
        try (TestHost host = network.secure("api.example.org", reading);
                Spoke spoke = start()) {
            Json.Obj arguments = Json.object()
                    .with("way", way)
                    .with("url", URL)
                    .with("method", "POST")
                    .with("body", "hello");
            assertEquals("200 hello", text(spoke.callTool("call", arguments.text())));
            assertEquals(1, host.heads().size());
        }
    }

    @Test
    void reachesPlainHostsAndOpensTunnels() {
        SpokeAuthority another = new SpokeAuthority(InstantSource.system());
        try (TestHost plain = network.plain("plain.example.org", TestHost.saying("plain"));
                TestHost open = network.secure("open.example.org", 8443, another, TestHost.saying("unread"));
                Spoke spoke = start()) {
            assertEquals("200 plain", call(spoke, "get", "http://plain.example.org/any"));
            assertEquals("200 plain", call(spoke, "noKey", "http://plain.example.org/any"));
            assertEquals("200 plain", call(spoke, "many", "http://plain.example.org/any"));
            assertEquals("200 unread", call(spoke, "unread", "https://open.example.org:8443/any"));
            assertTrue(
                    call(spoke, "noKey", "https://open.example.org:8443/any").contains("CERT"),
                    "its own authority vouches for no tunnel");
            assertEquals(10, plain.heads().size());
            assertEquals(1, open.heads().size());
        }
    }

    @Test
    void isToldWhyItIsRefused() {
        network.named("open.example.org", "169.254.169.254");
        try (TestHost host = network.secure("api.example.org", TestHost.saying("hello"));
                TestHost plain = network.plain("plain.example.org", TestHost.saying("hello"));
                Spoke spoke = start()) {
            for (String way : List.of("fetch", "get")) {
                assertEquals(
                        "HOST_REFUSED evil.example.org cannot be reached: No rule of the app's manifest names"
                                + " evil.example.org:443.",
                        call(spoke, way, "https://evil.example.org/"));
                assertTrue(call(spoke, way, "https://api.example.org/admin")
                        .startsWith("403 {\"error\":\"REQUEST_REFUSED\""));
                assertTrue(call(spoke, way, "https://open.example.org:8443/").startsWith("ADDRESS_REFUSED "));
            }
            assertTrue(call(spoke, "fetch", "http://plain.example.org/")
                    .startsWith("403 {\"error\":\"SECRET_MISPLACED\""));
            assertEquals("refused EPERM", call(spoke, "direct", ""));
            assertTrue(call(spoke, "name", "").startsWith("EAI_AGAIN"), "no names are looked up inside");
            assertEquals(List.of(), host.heads());
            assertEquals(List.of(), plain.heads());
        }
    }

    @Test
    void doesNotSeeItsSecretInResponses() {
        try (TestHost host = network.secure("api.example.org", TestHost.echo());
                Spoke spoke = start()) {
            String seen = call(spoke, "fetch", URL);
            assertFalse(seen.contains(SECRET), seen);
            assertEquals(EgressVerdict.SECRET_RETURNED, events.getFirst().verdict());
            assertEquals(1, host.heads().size());
        }
    }

    @Test
    void reachesNothingWhileNoCallIsUnderWay() {
        try (TestHost host = network.plain("plain.example.org", TestHost.saying("hello"));
                Spoke spoke = start()) {
            assertEquals("begun", call(spoke, "later", "http://plain.example.org/"));
            long end = System.nanoTime() + PATIENT.toNanos();
            while (events.stream()
                            .filter(event -> event.verdict() == EgressVerdict.CLOSED)
                            .count()
                    < 3) {
                assertTrue(System.nanoTime() < end, "it did not try");
                Thread.onSpinWait();
            }
            int before = host.heads().size();
            assertTrue(before <= 1, "at most while its call was under way");
            assertTrue(call(spoke, "late", "").endsWith("CLOSED"));
        }
    }

    @Test
    void reachesNothingBeforeItsUserAllowedTheCall() {
        String url = "http://plain.example.org/";
        HubServices hub = new HubServices() {
            @Override
            public String model(List<Turn> prompt, String schema) {
                return Json.object().with("way", "noKey").with("url", url).text();
            }

            @Override
            public PermissionAnswer permission(String tool, String argumentsJson) {
                assertEquals(List.of(), events);
                return new PermissionAnswer.Allow(argumentsJson);
            }
        };
        try (TestHost host = network.plain("plain.example.org", TestHost.saying("hello"));
                Spoke spoke = start()) {
            assertEquals("200 hello", text(spoke.handle("call", "call it", hub)));
            assertEquals(1, host.heads().size());
        }
    }

    @Test
    void reachesNothingWhenItIsTriedOut() {
        TestRun run =
                TestRun.of(Stage.factory(PATIENT), Stage.bundle("/caller"), DataRoom.open(folder.resolve("data")));
        assertTrue(
                run.steps().getFirst().answer().startsWith("CLOSED "),
                run.steps().getFirst().answer());
    }

    @Test
    void leavesNothingBehind() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (var before = Files.list(temporary)) {
            List<Path> known = before.toList();
            start().close();
            long end = System.nanoTime() + PATIENT.toNanos();
            boolean left = true;
            while (left) {
                assertTrue(System.nanoTime() < end, "a folder is left");
                try (var after = Files.list(temporary)) {
                    left = after.anyMatch(path -> !known.contains(path)
                            && path.getFileName().toString().startsWith("egress"));
                }
            }
        }
    }

    private Spoke start() {
        AppBundle app = Stage.bundle("/caller");
        EgressAccess access = new EgressAccess(
                network.network(), EgressLimits.usual(), Map.of("API_KEY", new SecretValue(SECRET)), events::add);
        return Stage.factory(PATIENT).start(app, DataRoom.open(folder.resolve("data")), access);
    }

    private static String call(Spoke spoke, String way, String url) {
        return text(spoke.callTool(
                "call", Json.object().with("way", way).with("url", url).text()));
    }

    private static String text(SpokeResult result) {
        return ((SpokeResult.Answered) result).text();
    }
}
