package dev.cloister.retrieval.search;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class KilledProcessTest {

    @TempDir
    private Path folder;

    @Test
    void whatWasAddedBeforeAKillIsThereAfterIt() throws Exception {
        List<String> added = addUntilKilled();
        assertTrue(added.size() >= 5);
        try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT)) {
            for (String id : added) {
                assertEquals(id, index.document(id).orElseThrow().id());
            }
            assertTrue(!Library.ask(index, "topic 3", "staff").isEmpty());
        }
    }

    private List<String> addUntilKilled() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessIngest.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> added = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null && added.size() < 5; line = out.readLine()) {
                added.add(line);
            }
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        return added;
    }
}
