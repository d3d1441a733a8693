package dev.cloister.watermark.detect;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.GreenListParameters;
import dev.cloister.watermark.scheme.GreenListStageFactory;
import dev.cloister.watermark.statistics.ClopperPearson;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class DetectorTest {

    private static final Detector DETECTOR = new Detector(GreenListParameters.DEFAULT);

    @Test
    void pValuesOfHumanTextAreHonestOverRandomKeys() {
        int[] text = HumanText.tokens();
        SplittableRandom random = new SplittableRandom(11);
        int keys = 4000;
        double[] pValues = IntStream.range(0, keys)
                .mapToDouble(
                        i -> DETECTOR.detect(text, List.of(randomKey(random))).pValue())
                .toArray();
        for (double alpha : new double[] {.001, .01, .05, .2, .5}) {
            int below = (int) Arrays.stream(pValues).filter(p -> p <= alpha).count();
            assertTrue(
                    ClopperPearson.of(below, keys, .999).low() <= alpha,
                    () -> below + " of " + keys + " p-values are at most " + alpha);
            assertTrue(
                    ClopperPearson.of(below, keys, .999).high() >= alpha / 2,
                    () -> "only " + below + " of " + keys + " p-values are at most " + alpha);
        }
    }

    @Test
    void pValuesStayHonestWhenManyKeysAreTried() {
        int[] text = HumanText.tokens();
        SplittableRandom random = new SplittableRandom(12);
        int rounds = 300;
        int below = 0;
        for (int i = 0; i < rounds; i++) {
            List<MarkKey> keys =
                    Stream.generate(() -> randomKey(random)).limit(20).toList();
            if (DETECTOR.detect(text, keys).pValue() <= .05) {
                below++;
            }
        }
        assertTrue(ClopperPearson.of(below, rounds, .999).low() <= .05, "at most 5 % expected, saw " + below);
    }

    @Test
    void findsTheRightKeyAmongManyInTwoHundredMarkedTokens() {
        SplittableRandom random = new SplittableRandom(13);
        int found = 0;
        int texts = 100;
        for (int i = 0; i < texts; i++) {
            List<MarkKey> keys =
                    Stream.generate(() -> randomKey(random)).limit(10).toList();
            MarkKey right = keys.get(random.nextInt(keys.size()));
            Detection detection = DETECTOR.detect(marked(right, 200, random), keys);
            if (detection.verdict() == Verdict.MARKED) {
                assertEquals(Optional.of(right.id()), detection.keyId());
                found++;
            }
        }
        assertTrue(found >= 95, "found " + found + " of " + texts);
    }

    @Test
    void repeatedPairsCountOnce() {
        MarkKey key = randomKey(new SplittableRandom(14));
        int[] once = {5, 9, 5};
        int[] often = IntStream.range(0, 1001).map(i -> i % 2 == 0 ? 5 : 9).toArray();
        assertEquals(DETECTOR.detect(once, List.of(key)), DETECTOR.detect(often, List.of(key)));
        assertEquals(2, DETECTOR.detect(often, List.of(key)).tokensScored());
    }

    @Test
    void saysInsufficientRatherThanNotFoundOfAShortText() {
        SplittableRandom random = new SplittableRandom(15);
        int[] text = Arrays.copyOf(HumanText.tokens(), 60);
        Detection detection = DETECTOR.detect(text, List.of(randomKey(random)));
        assertEquals(Verdict.INSUFFICIENT, detection.verdict());
        assertEquals(Optional.empty(), detection.keyId());
        assertEquals(
                Verdict.NOT_FOUND,
                DETECTOR.detect(HumanText.tokens(), List.of(randomKey(random))).verdict());
    }

    @Property(tries = 100)
    void everyTextGetsAPValueThatIsAProbability(@ForAll int[] tokens, @ForAll long seed) {
        Detection detection = DETECTOR.detect(tokens, List.of(randomKey(new SplittableRandom(seed))));
        assertTrue(detection.pValue() >= 0 && detection.pValue() <= 1);
        assertTrue(Double.isFinite(detection.score()));
        assertTrue(detection.tokensScored() <= Math.max(0, tokens.length - 1));
    }

    private static MarkKey randomKey(SplittableRandom random) {
        byte[] secret = new byte[MarkKey.BYTES];
        random.nextBytes(secret);
        return MarkKey.of(secret);
    }

    /** Draws by rejection from a peaked distribution over 5,000 tokens, as the sampler does. */
    private static int[] marked(MarkKey key, int length, SplittableRandom random) {
        LogitsStage.TokenBias stage = (LogitsStage.TokenBias) new GreenListStageFactory()
                .create(GreenListStageFactory.spec(key, GreenListParameters.DEFAULT)
                        .parameters());
        int[] text = new int[length];
        int previous = -1;
        for (int i = 0; i < length; ) {
            int candidate = (int) Math.exp(random.nextDouble() * Math.log(5000)) * 7919 % 5003;
            if (random.nextDouble() < Math.exp(stage.bias(previous, candidate) - stage.bound())) {
                text[i++] = candidate;
                previous = candidate;
            }
        }
        return text;
    }
}
