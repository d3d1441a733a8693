package dev.cloister.gateway.marks.key;

import dev.cloister.inference.Capabilities;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.scheme.SparseBias;
import dev.cloister.watermark.statistics.Effect;
import org.junit.jupiter.api.Test;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

class KeySchemeTest {

    @Test
    void aModelThatRunsHereIsMarkedAsWasChosen() {
        for (AppScheme scheme : AppScheme.values()) {
            assertEquals(Optional.of(new KeyScheme.Chosen(scheme)), KeyScheme.on(Capabilities.OWN, scheme));
        }
    }

    @Test
    void aServersModelIsMarkedByTheLongerListThatItTakes() {
        assertEquals(Optional.empty(), on(true, 0));
        assertEquals(Optional.empty(), on(true, 99));
        for (int biases : List.of(100, 300, 1_023)) {
            assertEquals(Optional.of(new KeyScheme.Sparse(300)), on(true, biases), () -> biases + " biases");
        }
        assertEquals(Optional.of(new KeyScheme.Sparse(1_024)), on(true, 1_024));
        assertEquals(Optional.empty(), on(false, 1_024), "nobody knows its tokens");
    }

    @Test
    void eachIsFoundByItsName() {
        Stream.concat(
                        Arrays.stream(AppScheme.values()).map(KeyScheme.Chosen::new),
                        Stream.of(new KeyScheme.Sparse(300), new KeyScheme.Sparse(1_024)))
                .forEach(scheme -> assertEquals(Optional.of(scheme), KeyScheme.named(scheme.code())));
        assertEquals(Optional.empty(), KeyScheme.named("sparse-bias-7"));
    }

    @Test
    void nobodyMeasuredHowStronglyServersAnswersBearAMark() {
        assertEquals(Effect.UNKNOWN, new KeyScheme.Sparse(300).effectOn("any"));
    }

    @Test
    void theMostFrequentTokensAreTheSameInAnyOrderOfTexts() {
        List<int[]> texts = List.of(new int[] {9, 4, 4}, new int[] {7, 4, 7, 2}, new int[] {9});
        List<Integer> frequent = SparseBias.mostFrequent(texts, 3);
        assertEquals(List.of(4, 7, 9), frequent);
        assertEquals(frequent, SparseBias.mostFrequent(texts.reversed(), 3));
        assertEquals(
                2_000,
                SparseBias.mostFrequent(List.of(IntStream.range(0, 3_000).toArray()), 2_000)
                        .size());
    }

    private static Optional<KeyScheme> on(boolean tokenizer, int biases) {
        return KeyScheme.on(
                new Capabilities(
                        Optional.of("far"),
                        false,
                        tokenizer,
                        false,
                        new Capabilities.SamplingOptions(false, false, false, false, false),
                        biases,
                        0),
                AppScheme.DEFAULT);
    }
}
