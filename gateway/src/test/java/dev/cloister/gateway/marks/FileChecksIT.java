package dev.cloister.gateway.marks;

import dev.cloister.gateway.running.SharedGateway;
import dev.cloister.gateway.running.Visitor;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(SharedGateway.class)
class FileChecksIT {

    private static final String FILES = "/api/watermark/files";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void checksFilesOneAfterTheOtherAndTellsWhatCannotBeRead(Visitor visitor) throws IOException, InterruptedException {
        visitor.page().delete(FILES).then().statusCode(204);
        send(visitor, "human.md", Files.readAllBytes(Path.of("src", "test", "resources", "human-text.md")));
        send(visitor, "short.txt", "Yes, that is right.".getBytes(StandardCharsets.UTF_8));
        send(visitor, "broken.pdf", "%PDF-1.7 and then nothing".getBytes(StandardCharsets.UTF_8));
        send(visitor, "noise.txt", new byte[] {0, 1, 2, (byte) 0xff, (byte) 0xfe, 0});
        JsonPath done = ended(visitor);
        assertEquals(List.of("human.md", "short.txt", "broken.pdf", "noise.txt"), done.getList("files.name"));
        assertEquals("not_found", done.getString("files[0].report.verdict"));
        assertEquals("insufficient", done.getString("files[1].report.verdict"));
        for (int broken : new int[] {2, 3}) {
            assertEquals("failed", done.getString("files[" + broken + "].state"));
            assertFalse(done.getString("files[" + broken + "].problem.code").isEmpty());
            assertNotEquals("INTERNAL", done.getString("files[" + broken + "].problem.code"));
        }
        visitor.page().delete(FILES).then().statusCode(204);
        visitor.page().get(FILES).then().body("files.size()", equalTo(0));
    }

    @Test
    void aFileNeedsAName(Visitor visitor) {
        visitor.page().contentType("text/plain").body("x").post(FILES).then().statusCode(400);
        visitor.page()
                .contentType("text/plain")
                .queryParam("name", "a\u202eb.txt")
                .body("x")
                .post(FILES)
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_REQUEST"));
    }

    private static void send(Visitor visitor, String name, byte[] content) {
        visitor.page()
                .contentType("application/octet-stream")
                .queryParam("name", name)
                .body(content)
                .post(FILES)
                .then()
                .statusCode(202)
                .body("state", equalTo("waiting"));
    }

    private static JsonPath ended(Visitor visitor) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            JsonPath files = visitor.page().get(FILES).jsonPath();
            if (files.getList("files.state", String.class).stream()
                    .allMatch(state -> state.equals("done") || state.equals("failed"))) {
                return files;
            }
            assertTrue(Instant.now().isBefore(end), files.prettify());
            Thread.sleep(100);
        }
    }
}
