package dev.cloister.retrieval.search;

import dev.cloister.retrieval.RetrievalException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Real processes that are ended by SIGKILL, or whose files may grow no further. */
final class KilledProcessTest {

    private static final int KILLS = 20;
    private static final int LONGEST_ROUND_MS = 250;

    @TempDir
    private Path folder;

    private Path output;

    @BeforeEach
    void separate(@TempDir Path other) {
        output = other.resolve("output");
    }

    @Test
    void whatWasAddedBeforeAnyOfTwentyKillsIsThereAfterIt() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<String> added = new ArrayList<>();
        for (int round = 0; round < KILLS; round++) {
            added.addAll(addUntilKilled("round" + round + "-", random.nextInt(LONGEST_ROUND_MS)));
            try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT)) {
                for (String id : added) {
                    assertEquals(id, index.document(id).orElseThrow().id());
                }
            }
        }
        System.out.println(added.size() + " documents acknowledged over " + KILLS + " kills");
        assertTrue(added.size() >= KILLS);
        try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT)) {
            assertTrue(!Library.ask(index, "topic0", "staff").isEmpty());
        }
    }

    @Test
    void whereFilesCannotGrowTheIndexRefusesAndKeepsWhatItAcknowledged() throws Exception {
        Process process = start("bash", "-c", "ulimit -f 96; exec \"$@\"", "bash");
        process.waitFor();
        List<String> lines = acknowledged();
        assertEquals(RetrievalException.Code.INDEX_UNAVAILABLE.name(), lines.getLast());
        assertTrue(lines.size() > 1, lines::toString);
        try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT)) {
            for (String id : lines.subList(0, lines.size() - 1)) {
                assertTrue(index.document(id).isPresent(), id);
            }
            Library.addWithoutMeaning(index, Library.document("later", "staff", "There is space again."));
            assertTrue(index.document("later").isPresent());
        }
    }

    private List<String> addUntilKilled(String prefix, int milliseconds) throws IOException, InterruptedException {
        Process process = start(prefix);
        try {
            while (acknowledged().isEmpty() && process.isAlive()) {
                process.waitFor(5, TimeUnit.MILLISECONDS);
            }
            // Not a condition to wait for: the kill has to meet the process at any moment of its work.
            process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } finally {
            process.destroyForcibly().waitFor();
        }
        return acknowledged();
    }

    /** The lines that the process printed to their end. */
    private List<String> acknowledged() throws IOException {
        String text = Files.readString(output);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private Process start(String... wrapper) throws IOException {
        boolean wrapped = wrapper.length > 1;
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                EndlessIngest.class.getName(),
                folder.toString(),
                wrapped ? "full-" : wrapper[0]);
        return new ProcessBuilder(Stream.concat(wrapped ? Stream.of(wrapper) : Stream.of(), java.stream())
                        .toList())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
