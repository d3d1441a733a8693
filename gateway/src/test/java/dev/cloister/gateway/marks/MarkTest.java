package dev.cloister.gateway.marks;

import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.StageSpec;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.SparseBias;
import org.junit.jupiter.api.Test;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

class MarkTest {

    /** The most frequent token has the largest id. */
    private static final List<Integer> FREQUENT =
            IntStream.range(0, 300).mapToObj(i -> 1_000 - i).toList();

    private static final SparseBias SCHEME =
            new SparseBias(MarkKey.of(new byte[MarkKey.BYTES]), FREQUENT, SparseBias.DELTA);

    @Test
    void addsTheWholeListWhereThereIsRoom() {
        assertEquals(SCHEME.logitBias(), biased(Map.of(), 300));
    }

    @Test
    void whatTheRequestBiasesItselfStays() {
        Map<Integer, Double> all = biased(Map.of(1_000, -100.0, 5, 7.0), 1_024);
        Map<Integer, Double> expected = new TreeMap<>(SCHEME.logitBias());
        expected.putAll(Map.of(1_000, -100.0, 5, 7.0));
        assertEquals(expected, all);
    }

    @Test
    void theLeastFrequentAreLeftOutWhereTheServerTakesNoMore() {
        Map<Integer, Double> all = biased(Map.of(5, 7.0), 100);
        Map<Integer, Double> expected = new TreeMap<>(Map.of(5, 7.0));
        FREQUENT.subList(0, 99)
                .forEach(token -> expected.put(token, SCHEME.logitBias().get(token)));
        assertEquals(expected, all);
    }

    @Test
    void stagesLeaveBiasesAlone() {
        GenerationRequest plain = request(Map.of(5, 7.0));
        StageSpec stage = new StageSpec("mark", new byte[] {1});
        assertEquals(plain.withStages(List.of(stage)), Mark.of(stage).on(plain));
    }

    @Test
    void isNotPrinted() {
        assertFalse(Mark.of(SCHEME, 300).toString().contains("1000"));
    }

    private static Map<Integer, Double> biased(Map<Integer, Double> own, int most) {
        return new TreeMap<>(Mark.of(SCHEME, most).on(request(own)).sampling().logitBias());
    }

    private static GenerationRequest request(Map<Integer, Double> biases) {
        return GenerationRequest.of(
                new Session("tenant", "alice", "v1"),
                new Prompt.Text("Once"),
                Sampling.plain(1).withLogitBias(biases),
                9);
    }
}
