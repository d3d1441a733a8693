package dev.cloister.gateway.marks;

import dev.cloister.gateway.running.GatewayProcess;
import dev.cloister.gateway.running.Visitor;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/** A gateway whose master key lies on a token of SoftHSM. */
class TokenIT {

    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final String PIN = "1234";
    private static final int MOST_ANSWERS = 6;

    @TempDir
    private Path folder;

    @Test
    void marksAndFindsMarksAndTellsAtItsStartWhereTheTokenCannotBeUsed() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.exists(LIBRARY), "SoftHSM is not installed");
        Path home = prepare();
        pin("9999");
        assertTrue(refusal(home).contains("MASTER_KEY_INVALID"), "a wrong PIN");
        pin(PIN);
        try (GatewayProcess gateway = GatewayProcess.start(home, GatewayProcess.downloads(), environment())
                .awaitReady()) {
            assertMarks(
                    Visitor.signIn(gateway, home, "admin", gateway.password().orElseThrow()));
        }
        assertFalse(Files.exists(home.resolve("keys/watermark.master")), "the key lies on the token alone");
    }

    private static void assertMarks(Visitor visitor) {
        String token = visitor.newToken();
        for (int seed = 1; seed <= MOST_ANSWERS; seed++) {
            String text = visitor.program(token)
                    .contentType(ContentType.JSON)
                    .body(Map.of(
                            "model",
                            "smollm2-135m-instruct",
                            "max_tokens",
                            260,
                            "seed",
                            seed,
                            "messages",
                            List.of(Map.of("role", "user", "content", "Write a long story about a fox."))))
                    .post("/v1/chat/completions")
                    .path("choices[0].message.content");
            JsonPath found = visitor.page()
                    .contentType(ContentType.JSON)
                    .body(Map.of("text", text))
                    .post("/api/watermark/detect")
                    .jsonPath();
            if (found.getInt("tokensScored") >= 150) {
                assertEquals("marked", found.getString("verdict"));
                return;
            }
        }
        fail("the model wrote no long answer");
    }

    /** What a gateway says that does not start. */
    private String refusal(Path home) {
        IllegalStateException ended = assertThrows(
                IllegalStateException.class, () -> GatewayProcess.start(home, GatewayProcess.downloads(), environment())
                        .close());
        return String.valueOf(ended.getMessage());
    }

    private Path prepare() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("tokens"));
        Files.writeString(folder.resolve("softhsm2.conf"), "directories.tokendir = " + folder.resolve("tokens"));
        Files.writeString(folder.resolve("token.cfg"), """
                name = CloisterTest
                library = %s
                slotListIndex = 0
                attributes(*, CKO_SECRET_KEY, *) = {
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                }
                """.formatted(LIBRARY));
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.writeString(
                home.resolve("cloister.properties"),
                "cloister.marks.pkcs11=%s%ncloister.marks.pkcs11-pin-file=%s%n"
                        .formatted(folder.resolve("token.cfg"), folder.resolve("pin")));
        ProcessBuilder tool = new ProcessBuilder(
                "softhsm2-util", "--init-token", "--free", "--label", "test", "--pin", PIN, "--so-pin", "5678");
        tool.environment().putAll(environment());
        Process process = tool.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return home;
    }

    private void pin(String pin) throws IOException {
        Path file = Files.writeString(folder.resolve("pin"), pin);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Map<String, String> environment() {
        return Map.of("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
    }
}
