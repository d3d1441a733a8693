package dev.cloister.watermark.attack.steal;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.Unigram;
import org.junit.jupiter.api.Test;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class StolenRulesTest {

    private static final int VOCABULARY = 200;

    @Test
    void favoursWhatIsMoreFrequentThanUsual() {
        // 3 follows 1 twice as often as usual; 4 never followed before; 5 was seen once and says nothing.
        List<int[]> marked = List.of(new int[] {1, 3, 1, 3, 1, 2, 1, 4, 1, 4, 1, 5});
        List<int[]> plain = List.of(new int[] {1, 3, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2});
        StolenRules rules = StolenRules.learn(1, marked, plain);
        assertArrayEquals(new float[] {0, 0, 0, 1, 1, 0}, rules.strengths(new int[] {9, 1}, 5));
        assertArrayEquals(new float[] {0, 0, 0, 0}, rules.strengths(new int[] {1, 7}, 3));
        // No three tokens have the same follower twice.
        assertEquals(0, StolenRules.learn(3, marked, plain).size());
        StolenRules ofTwo = StolenRules.learn(2, List.of(new int[] {6, 7, 8, 6, 7, 8}), plain);
        assertArrayEquals(new float[] {0, 0, 0, 0, 0, 0, 0, 0, 1}, ofTwo.strengths(new int[] {6, 7}, 8));
        assertArrayEquals(new float[9], ofTwo.strengths(new int[] {7, 7}, 8));
        assertArrayEquals(new float[9], ofTwo.strengths(new int[] {7}, 8));
    }

    /** A list for all contexts is found out by counting. */
    @Test
    void findsMostOfAUnigramList() {
        Unigram scheme = new Unigram(MarkKey.of(new byte[MarkKey.BYTES]), Unigram.PUBLISHED);
        LogitsStage.TokenBias bias = assertInstanceOf(LogitsStage.TokenBias.class, scheme.marker());
        boolean[] green = new boolean[VOCABULARY];
        for (int token = 0; token < VOCABULARY; token++) {
            green[token] = bias.bias(-1, token) > 0;
        }
        SplittableRandom random = new SplittableRandom(5);
        List<int[]> plain = texts(random, new boolean[VOCABULARY]);
        StolenRules rules = StolenRules.learn(0, texts(random, green), plain);
        float[] strengths = rules.strengths(new int[0], VOCABULARY - 1);
        long right = IntStream.range(0, VOCABULARY)
                .filter(token -> strengths[token] > 0.5 == green[token])
                .count();
        assertTrue(right > VOCABULARY * 0.95, right + " of " + VOCABULARY);
    }

    @Test
    void aStageDrawsByTheRulesAndRefusesAnythingElse() {
        StolenRules rules = StolenRules.learn(1, List.of(new int[] {1, 3, 1, 3}), List.of(new int[] {1, 2, 1, 2}));
        byte[] parameters = StolenRulesStageFactory.spec(rules, 4).parameters();
        StolenRulesStageFactory factory = new StolenRulesStageFactory();
        LogitsStage.CandidateStage stage =
                assertInstanceOf(LogitsStage.CandidateStage.class, factory.create(parameters));
        float[] logits = {0, 0};
        stage.apply(new int[] {9, 1}, new int[] {2, 3}, logits);
        assertArrayEquals(new float[] {0, 4}, logits);
        for (int length = 0; length < parameters.length; length++) {
            byte[] cut = Arrays.copyOf(parameters, length);
            assertThrows(IllegalArgumentException.class, () -> factory.create(cut), "cut at " + length);
        }
        assertThrows(
                IllegalArgumentException.class, () -> factory.create(Arrays.copyOf(parameters, parameters.length + 1)));
        byte[] endless =
                StolenRulesStageFactory.spec(rules, Double.POSITIVE_INFINITY).parameters();
        assertThrows(IllegalArgumentException.class, () -> factory.create(endless));
    }

    /** A hundred texts of which favoured tokens are e^2 times as frequent as others. */
    private static List<int[]> texts(RandomGenerator random, boolean[] favoured) {
        return IntStream.range(0, 100)
                .mapToObj(text -> IntStream.generate(() -> {
                            int token = random.nextInt(VOCABULARY);
                            while (!favoured[token] && random.nextDouble() > Math.exp(-2)) {
                                token = random.nextInt(VOCABULARY);
                            }
                            return token;
                        })
                        .limit(200)
                        .toArray())
                .toList();
    }
}
