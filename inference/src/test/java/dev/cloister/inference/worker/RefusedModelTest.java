package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.gguf.GgufWriter;
import dev.cloister.inference.gguf.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class RefusedModelTest {

    @Test
    void saysWhichArchitectureOrTokenizerIsUnknown(@TempDir Path own) {
        for (GgufWriter unknown : new GgufWriter[] {
            TinyModel.writer("perceiver", "gpt2", 0.1f, 1), TinyModel.writer("llama", "abacus", 0.1f, 1)
        }) {
            EngineException refused =
                    assertThrows(EngineException.class, () -> DamagedModelTest.start(own, unknown.bytes()));
            assertEquals(Code.MODEL_UNSUPPORTED, refused.code(), refused.getMessage());
            assertTrue(String.valueOf(refused.getMessage()).matches("(?s).*(perceiver|abacus).*"));
        }
    }

    @Test
    void refusesWeightsThatAreNotNumbers(@TempDir Path own) {
        for (float weight : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            byte[] model = TinyModel.writer("llama", "gpt2", weight, 1).bytes();
            EngineException refused = assertThrows(EngineException.class, () -> DamagedModelTest.start(own, model));
            assertEquals(Code.MODEL_INVALID, refused.code(), refused.getMessage());
        }
    }

    @Test
    void refusesAModelThatComputesNoNumbers(@TempDir Path own) {
        // Finite weights whose products are not: the library's own check of the tensors finds nothing.
        byte[] model = TinyModel.writer("llama", "gpt2", 0.1f, Float.MAX_VALUE).bytes();
        EngineException refused = assertThrows(EngineException.class, () -> DamagedModelTest.start(own, model));
        assertEquals(Code.MODEL_INVALID, refused.code(), refused.getMessage());
    }
}
