package dev.cloister.gateway.engine;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.catalog.ModelFile;
import dev.cloister.inference.catalog.ModelShape;
import dev.cloister.inference.llama.KvType;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EngineSizingTest {

    private static final OptionalInt UNSET = OptionalInt.empty();

    @Test
    void givesASmallModelItsWholeContextAndEightAnswers() {
        EngineSizing sizing = EngineSizing.of(model(98L << 20, 2048, 23_040), UNSET, UNSET, KvType.F16, 8L << 30);
        assertEquals(2048, sizing.contextTokens());
        assertEquals(8, sizing.sequences());
    }

    @Test
    void givesFewerAndShorterAnswersWhereMemoryIsShort() {
        EngineSizing fewer = EngineSizing.of(model(1L << 30, 8192, 131_072), UNSET, UNSET, KvType.F16, 6L << 30);
        assertEquals(8192, fewer.contextTokens());
        assertEquals(3, fewer.sequences());
        EngineSizing denser = EngineSizing.of(model(1L << 30, 8192, 131_072), UNSET, UNSET, KvType.Q8_0, 6L << 30);
        assertEquals(6, denser.sequences());
        EngineSizing shorter = EngineSizing.of(model(1L << 30, 8192, 131_072), UNSET, UNSET, KvType.F16, 5L << 29);
        assertEquals(4096, shorter.contextTokens());
        assertEquals(1, shorter.sequences());
    }

    @Test
    void theConfigurationCounts() {
        EngineSizing sizing = EngineSizing.of(
                model(1L << 30, 8192, 131_072), OptionalInt.of(1024), OptionalInt.of(2), KvType.F16, 5L << 29);
        assertEquals(1024, sizing.contextTokens());
        assertEquals(2, sizing.sequences());
    }

    @Test
    void refusesAModelWhoseWeightsDoNotFit() {
        EngineException refused = assertThrows(
                EngineException.class,
                () -> EngineSizing.of(model(4L << 30, 2048, 1), UNSET, UNSET, KvType.F16, 4L << 30));
        assertTrue(String.valueOf(refused.getMessage()).contains("MB are free"));
    }

    @Property
    void neverPlansMoreThanTheMemoryThatIsFree(
            @ForAll @LongRange(min = 1, max = 1L << 34) long bytes,
            @ForAll @LongRange(min = 0, max = 1L << 20) long perToken,
            @ForAll @LongRange(min = 1L << 30, max = 1L << 36) long free) {
        EngineSizing sizing;
        try {
            sizing = EngineSizing.of(model(bytes, 8192, perToken), UNSET, UNSET, KvType.F16, free);
        } catch (EngineException e) {
            assertTrue(bytes + (768L << 20) > free - 4);
            return;
        }
        long cache = perToken * sizing.contextTokens() * sizing.sequences();
        assertTrue(bytes + cache <= free || sizing.contextTokens() == 512 && sizing.sequences() == 1);
    }

    private static ModelFile model(long bytes, int context, long perToken) {
        return new ModelFile(
                "m",
                "m.gguf",
                "",
                bytes,
                "mit",
                context,
                new ModelShape("llama", context, 1000, perToken, true),
                "file",
                Optional.empty(),
                Instant.EPOCH);
    }
}
