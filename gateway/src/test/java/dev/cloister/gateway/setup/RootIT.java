package dev.cloister.gateway.setup;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.running.EventReader;
import dev.cloister.gateway.running.GatewayProcess;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The packaged gateway as {@code ./cloister up} starts it for root, in a home below a folder that is closed to others. */
class RootIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeAll
    static void onlyAsRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "not run as root");
    }

    @Test
    void rootStartsSandboxesAndNothingElse() throws IOException {
        Path home = folder.toRealPath().resolve("home");
        ProcessHandle gateway;
        List<ProcessHandle> all;
        try (GatewayProcess starter =
                GatewayProcess.startAsRoot(home, GatewayProcess.downloads()).awaitReady()) {
            gateway = child(starter.handle(), "quarkus-run.jar");
            Map<String, String> status = status(gateway);
            assertNotEquals("0", status.get("Uid"), "the gateway is not root");
            assertEquals("0000000000000000", status.get("CapEff"));
            assertEquals("0000000000000000", status.get("CapBnd"));
            assertEquals("1", status.get("NoNewPrivs"));
            assertEquals(status.get("Uid"), status(child(gateway, "postgres")).get("Uid"));
            assertEquals(1, starter.engineWorkers().size(), "the engine's worker is the starter's");
            String worker = status(starter.engineWorkers().getFirst()).get("Uid");
            assertFalse(List.of("0", status.get("Uid")).contains(worker), "the worker has a user of its own");

            Visitor visitor =
                    Visitor.signIn(starter, home, "admin", starter.password().orElseThrow());
            usesAnApp(visitor);
            commandsLeaveNothingOfRoots(visitor, home, Long.parseLong(status.get("Uid")));
            all = starter.handle().descendants().toList();
        }
        for (ProcessHandle one : all) {
            assertTrue(ended(one), () -> "process " + one.pid() + " outlived the starter");
        }
    }

    @Test
    void theGatewaysEndIsTheStartersAndTheOtherWayRound() throws IOException {
        Path home = folder.toRealPath().resolve("home");
        try (GatewayProcess starter =
                GatewayProcess.startAsRoot(home, GatewayProcess.downloads()).awaitReady()) {
            List<ProcessHandle> all = starter.handle().descendants().toList();
            child(starter.handle(), "quarkus-run.jar").destroyForcibly();
            assertTrue(ended(starter.handle()), "the starter ends with the gateway");
            for (ProcessHandle one : all) {
                assertTrue(ended(one), () -> "process " + one.pid() + " outlived the gateway");
            }
        }
        try (GatewayProcess starter = GatewayProcess.startAsRoot(home, GatewayProcess.downloads())) {
            List<ProcessHandle> all = starter.handle().descendants().toList();
            starter.kill();
            for (ProcessHandle one : all) {
                assertTrue(ended(one), () -> "process " + one.pid() + " outlived the starter");
            }
        }
    }

    private static void usesAnApp(Visitor visitor) {
        visitor.page().get("/api/apps").then().statusCode(200).body("available", equalTo(true));
        try (EventReader events = visitor.say(visitor.newConversation(), "Convert 12 miles to kilometres.")) {
            JsonNode asked = events.until("permission").data();
            visitor.page()
                    .contentType(ContentType.JSON)
                    .body(Map.of("decision", "once"))
                    .post("/api/permissions/requests/" + asked.get("id").textValue())
                    .then()
                    .statusCode(204);
            assertTrue(events.until("app").data().get("result").textValue().contains("19.3"));
            events.until("done");
        }
    }

    private static void commandsLeaveNothingOfRoots(Visitor visitor, Path home, long user) throws IOException {
        GatewayProcess.Result token = GatewayProcess.runAsRoot(home, GatewayProcess.downloads(), "token", "admin");
        String issued = token.output().lines().reduce((first, last) -> last).orElseThrow();
        visitor.program(issued).get("/v1/models").then().statusCode(200);
        GatewayProcess.Result verified = GatewayProcess.runAsRoot(home, GatewayProcess.downloads(), "ledger", "verify");
        assertEquals(0, verified.status(), verified.output());
        GatewayProcess.Result refused = GatewayProcess.runAsRoot(home, GatewayProcess.downloads(), "token", "nobody");
        assertEquals(1, refused.status(), refused.output());
        for (String name : List.of("db", "index", "keys", "spokes", "logs", "ledger", "run", "models")) {
            try (Stream<Path> files = Files.walk(home.resolve(name))) {
                for (Path file :
                        files.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                    assertEquals(
                            user,
                            ((Number) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue(),
                            file.toString());
                }
            }
        }
    }

    private static ProcessHandle child(ProcessHandle parent, String word) {
        return parent.children()
                .filter(one -> one.info().commandLine().orElse("").contains(word))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no child runs " + word));
    }

    private static boolean ended(ProcessHandle process) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (process.isAlive() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return !process.isAlive();
    }

    /** The first value of each line of {@code /proc/PID/status}. */
    private static Map<String, String> status(ProcessHandle process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .map(line -> line.split("\\s+", 3))
                .filter(fields -> fields.length > 1)
                .collect(Collectors.toMap(
                        fields -> fields[0].replace(":", ""), fields -> fields[1], (one, other) -> one));
    }
}
