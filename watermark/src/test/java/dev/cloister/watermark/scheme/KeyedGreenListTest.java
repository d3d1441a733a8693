package dev.cloister.watermark.scheme;

import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.statistics.ClopperPearson;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class KeyedGreenListTest {

    @Test
    void repeatedPairsCountOnce() {
        KeyedGreenList scheme = scheme(new SplittableRandom(14));
        int[] once = {5, 9, 5};
        int[] often = IntStream.range(0, 1001).map(i -> i % 2 == 0 ? 5 : 9).toArray();
        assertEquals(scheme.score(once), scheme.score(often));
        assertEquals(2, scheme.score(often).scored());
    }

    @Test
    void pValuesAreHonestOverKeys() {
        SplittableRandom random = new SplittableRandom(11);
        int[] text = IntStream.range(0, 300).map(i -> i * i % 97).toArray();
        double[] pValues = IntStream.range(0, 4000)
                .mapToDouble(i -> scheme(random).score(text).pValue())
                .toArray();
        for (double alpha : new double[] {.001, .01, .05, .2, .5}) {
            int below = (int) Arrays.stream(pValues).filter(p -> p <= alpha).count();
            ClopperPearson.Interval interval = ClopperPearson.of(below, pValues.length, .999);
            assertTrue(interval.low() <= alpha && interval.high() >= alpha / 2, () -> below + " at most " + alpha);
        }
    }

    @Property(tries = 200)
    void aPartScoresAsThatPartAlone(
            @ForAll int @net.jqwik.api.constraints.Size(max = 80) [] tokens,
            @ForAll @IntRange(max = 80) int start,
            @ForAll @IntRange(max = 80) int length,
            @ForAll long seed) {
        int[] few = Arrays.stream(tokens).map(token -> Math.floorMod(token, 6)).toArray();
        int from = Math.min(start, few.length);
        int to = Math.min(few.length, from + length);
        KeyedGreenList scheme = scheme(new SplittableRandom(seed));
        MarkScheme.Parts parts = scheme.parts(few);
        assertEquals(scheme.score(few), parts.score(0, few.length));
        assertEquals(scheme.score(Arrays.copyOfRange(few, from, to)), parts.score(from, to));
    }

    private static KeyedGreenList scheme(SplittableRandom random) {
        byte[] secret = new byte[MarkKey.BYTES];
        random.nextBytes(secret);
        return new KeyedGreenList(MarkKey.of(secret), GreenListParameters.DEFAULT);
    }
}
