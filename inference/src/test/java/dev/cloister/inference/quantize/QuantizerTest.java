package dev.cloister.inference.quantize;

import dev.cloister.inference.Downloads;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.llama.WeightType;
import dev.cloister.inference.worker.PlainLauncher;
import dev.cloister.inference.worker.RealWorker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(300)
class QuantizerTest {

    private static final String TEXT =
            "The lamp was lit at dusk, and the keeper read until the tide had turned. Then he slept. ".repeat(80);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void convertsTheModelAndMeasuresTheLoss(@TempDir Path folder) throws IOException {
        Quantizer quantizer = new Quantizer(RealWorker.settings(folder), new PlainLauncher());
        Path target = folder.resolve("small.gguf");
        QuantizedFile made = quantizer.quantize(Downloads.model(), target, WeightType.Q3_K_S, LIMIT);
        assertEquals(Files.size(target), made.bytes());
        assertTrue(made.bytes() < Files.size(Downloads.model()));
        try (var left = Files.list(folder)) {
            assertEquals(List.of(target), left.toList(), "no working files are left");
        }
        Loss loss = quantizer.loss(Downloads.model(), target, TEXT, 1);
        assertEquals(511, loss.before().tokens());
        assertTrue(loss.before().value() > 1 && loss.growth() > 0 && loss.growth() < 1, loss.toString());
        assertEquals(
                Code.INVALID_REQUEST,
                assertThrows(
                                EngineException.class,
                                () -> quantizer.quantize(Downloads.model(), target, WeightType.F16, LIMIT))
                        .code());
    }

    @Test
    void leavesNothingOfADamagedFile(@TempDir Path folder) throws IOException {
        Quantizer quantizer = new Quantizer(RealWorker.settings(folder), new PlainLauncher());
        byte[] model;
        try (var in = Files.newInputStream(Downloads.model())) {
            model = in.readNBytes(3 << 20);
        }
        Path truncated = Files.write(folder.resolve("truncated.gguf"), model);
        Path noise = Files.write(folder.resolve("noise.gguf"), Arrays.copyOf(new byte[] {71, 71, 85, 70}, 4096));
        Path target = folder.resolve("target.gguf");
        for (Path source : List.of(truncated, noise)) {
            EngineException refused = assertThrows(
                    EngineException.class, () -> quantizer.quantize(source, target, WeightType.Q8_0, LIMIT));
            assertEquals(Code.MODEL_INVALID, refused.code(), refused.getMessage());
            assertFalse(Files.exists(target));
        }
        try (var left = Files.list(folder)) {
            assertEquals(2, left.count());
        }
    }
}
