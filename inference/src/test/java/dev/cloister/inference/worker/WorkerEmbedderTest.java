package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.embedding.SentenceEmbedder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class WorkerEmbedderTest {

    @Test
    void makesTheVectorsThatTheEmbedderMakesAndComesBackAfterADeath(@TempDir Path folder) {
        try (WorkerEmbedder embedder = new WorkerEmbedder(settings(folder), new PlainLauncher())) {
            List<String> texts = List.of("The lamp was lit at dusk.", "");
            List<float[]> expected = new SentenceEmbedder().embed(texts);
            List<float[]> vectors = embedder.embed(texts);
            assertArrayEquals(expected.getFirst(), vectors.getFirst(), 1e-5f);
            assertEquals(
                    Code.INVALID_REQUEST,
                    assertThrows(EngineException.class, () -> embedder.embed(Collections.nCopies(257, "a")))
                            .code());
            ProcessHandle worker = embedder.worker().orElseThrow();
            worker.destroyForcibly();
            worker.onExit().join();
            assertEquals(
                    Code.ENGINE_CRASHED,
                    assertThrows(EngineException.class, () -> embedder.embed(texts))
                            .code());
            assertArrayEquals(vectors.getFirst(), embedder.embed(texts).getFirst());
        }
    }

    private static EmbedderSettings settings(Path folder) {
        return new EmbedderSettings(
                Path.of(System.getProperty("java.home")),
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .toList(),
                folder,
                WorkerSettings.sensibleLimits(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60));
    }
}
