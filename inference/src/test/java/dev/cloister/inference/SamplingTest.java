package dev.cloister.inference;

import org.junit.jupiter.api.Test;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class SamplingTest {

    private static final Sampling PLAIN = Sampling.plain(1);

    private static final List<DoubleFunction<Object>> PARAMETERS = List.of(
            PLAIN::withTemperature,
            PLAIN::withTopP,
            PLAIN::withTypicalP,
            PLAIN::withMinP,
            value -> PLAIN.withRepetitionPenalty(value, 64),
            value -> new Sampling.Penalties(64, 1, value, 0, Optional.empty()),
            value -> new Sampling.Penalties(64, 1, 0, value, Optional.empty()),
            value -> new Sampling.Dry(value, 1.75, 2, 64),
            value -> new Sampling.Dry(0.8, value, 2, 64),
            value -> PLAIN.withLogitBias(Map.of(7, value)),
            value -> new Variant.Weighted("law", (float) value));

    @Test
    void refusesWhatIsNoNumberOrFarOutside() {
        for (DoubleFunction<Object> parameter : PARAMETERS) {
            for (double wrong : new double[] {Double.NaN, -1000, 1000, Double.NEGATIVE_INFINITY, 1 / 0.0}) {
                EngineException refused = assertThrows(EngineException.class, () -> parameter.apply(wrong));
                assertEquals(EngineException.Code.INVALID_REQUEST, refused.code());
            }
        }
    }

    @Test
    void refusesNegativeCounts() {
        assertThrows(EngineException.class, () -> PLAIN.withTopK(-1));
        assertThrows(EngineException.class, () -> PLAIN.withRepetitionPenalty(1.1, -1));
        assertThrows(EngineException.class, () -> PLAIN.withLogitBias(Map.of(-1, 1.0)));
    }
}
