package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.statistics.Evidence;
import org.junit.jupiter.api.Test;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.PrimitiveIterator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class KeyedTournamentTest {

    private static final TournamentParameters SIZE = TournamentParameters.DEFAULT;
    private static final int[] PROMPT = {3, 4};

    /** A token's g values are bits of the JDK's HMAC-SHA256: of two tokens with one match, the one with g = 1 wins. */
    @Test
    void theTokenWithTheBitWins() throws Exception {
        SplittableRandom random = new SplittableRandom(60);
        for (int round = 0; round < 200; round++) {
            byte[] secret = new byte[MarkKey.BYTES];
            random.nextBytes(secret);
            KeyedTournament scheme = new KeyedTournament(MarkKey.of(secret), new TournamentParameters(3, 1));
            int[] context = random.ints(3, 0, 50_000).toArray();
            int one = random.nextInt(50_000);
            int other = random.nextInt(50_000);
            int ahead = bit(secret, context, one) - bit(secret, context, other);
            if (ahead == 0) {
                continue;
            }
            LogitsStage.TokenChoice stage = stage(scheme);
            PrimitiveIterator.OfInt first = IntStream.of(one).iterator();
            assertEquals(one, stage.choose(PROMPT, first::nextInt, random::nextDouble));
            PrimitiveIterator.OfInt both = IntStream.of(one, other).iterator();
            assertEquals(
                    ahead > 0 ? one : other,
                    stage.choose(after(context), both::nextInt, random::nextDouble),
                    "seed 60, round " + round);
        }
    }

    /** What the detector counts is what the marker made win. */
    @Test
    void allBitsOfATextThatWonEveryMatchAreSet() throws Exception {
        byte[] secret = new byte[MarkKey.BYTES];
        KeyedTournament scheme = new KeyedTournament(MarkKey.of(secret), new TournamentParameters(2, 1));
        int[] text = new int[60];
        for (int i = 0; i < text.length; i++) {
            int token = i;
            while (i >= 2 && bit(secret, Arrays.copyOfRange(text, i - 2, i), token) == 0) {
                token += text.length;
            }
            text[i] = token;
        }
        Evidence evidence = scheme.score(text);
        assertEquals(58, evidence.scored());
        assertEquals(Math.pow(0.5, 58), evidence.pValue(), 1e-20);
        assertEquals(Evidence.NONE, scheme.score(Arrays.copyOf(text, 2)));
    }

    /** A context counts once in a part, whatever its width; the first token after it in that part is the one counted. */
    @Test
    void aContextThatRepeatsCountsOnce() {
        for (int width = 1; width <= 4; width++) {
            KeyedTournament scheme =
                    new KeyedTournament(MarkKey.of(new byte[MarkKey.BYTES]), new TournamentParameters(width, 8));
            int[] once = IntStream.range(0, 5 + width).toArray();
            int[] often = IntStream.range(0, 40 * once.length)
                    .map(i -> once[i % once.length])
                    .toArray();
            // Each of the tokens is once the first after its context; those before the first round's end are added.
            assertEquals(5, scheme.score(once).scored());
            assertEquals(once.length, scheme.score(often).scored());
            assertEquals(scheme.score(Arrays.copyOf(often, 2 * once.length)), scheme.score(often));
            assertEquals(
                    scheme.score(Arrays.copyOfRange(often, 3, 30)),
                    scheme.parts(often).score(3, 30),
                    "width " + width);
        }
    }

    /** Short texts that repeat themselves: counted more than once, they would be called marked far more often. */
    @Test
    void pValuesAreHonestOverKeys() {
        SplittableRandom random = new SplittableRandom(63);
        int keys = 20_000;
        int found = 0;
        int[] text = IntStream.range(0, 60).map(i -> i % 6).toArray();
        for (int i = 0; i < keys; i++) {
            found += new KeyedTournament(ContextFreeSchemesTest.key(random), SIZE)
                                    .score(text)
                                    .pValue(random.nextDouble())
                            <= 0.05
                    ? 1
                    : 0;
        }
        assertEquals(.05, (double) found / keys, 5 * Math.sqrt(.05 * .95 / keys));
    }

    /** An opening and a context that came before are drawn freely: one token is drawn, and no more. */
    @Test
    void drawsOnceWhereItDoesNotMark() {
        LogitsStage.TokenChoice stage = stage(new KeyedTournament(MarkKey.of(new byte[MarkKey.BYTES]), SIZE));
        int[] drawn = {0};
        int[][] histories = {{3, 4}, {3, 4, 9}, {3, 4, 9, 8}, {3, 4, 9, 8, 7}, {3, 4, 9, 8, 7, 9, 8}};
        int[] draws = new int[histories.length];
        for (int i = 0; i < histories.length; i++) {
            drawn[0] = 0;
            stage.choose(histories[i], () -> drawn[0]++, () -> 0);
            draws[i] = drawn[0];
        }
        assertEquals("[1, 1, 256, 256, 1]", Arrays.toString(draws));
    }

    @Test
    void keepsTheDistributionOverKeys() {
        SplittableRandom random = new SplittableRandom(61);
        int keys = 20_000;
        int rare = 0;
        for (int i = 0; i < keys; i++) {
            LogitsStage.TokenChoice stage = stage(new KeyedTournament(ContextFreeSchemesTest.key(random), SIZE));
            stage.choose(PROMPT, () -> 1, random::nextDouble);
            rare += stage.choose(new int[] {3, 4, 1, 2}, () -> random.nextInt(10) < 3 ? 5 : 6, random::nextDouble) == 5
                    ? 1
                    : 0;
        }
        assertEquals(.3, (double) rare / keys, 5 * Math.sqrt(.3 * .7 / keys));
    }

    @Test
    void isFoundByItsKeyAndByNoOther() {
        SplittableRandom random = new SplittableRandom(62);
        KeyedTournament scheme = new KeyedTournament(ContextFreeSchemesTest.key(random), SIZE);
        int[] text = new SyntheticModel(1500, 1.1).answer(scheme.marker(), 200, random);
        double right = scheme.score(text).pValue();
        assertTrue(right < 1e-8, "p = " + right);
        for (int i = 0; i < 20; i++) {
            double wrong = new KeyedTournament(ContextFreeSchemesTest.key(random), SIZE)
                    .score(text)
                    .pValue();
            assertTrue(wrong > 1e-4, "seed 62, p of other keys = " + wrong);
        }
    }

    @Test
    void refusesASizeThatItCannotHave() {
        for (int[] size : new int[][] {{0, 8}, {5, 8}, {2, 0}, {2, 11}}) {
            assertThrows(WatermarkException.class, () -> new TournamentParameters(size[0], size[1]));
        }
    }

    private static LogitsStage.TokenChoice stage(KeyedTournament scheme) {
        return assertInstanceOf(LogitsStage.TokenChoice.class, scheme.marker());
    }

    private static int[] after(int[] context) {
        return IntStream.concat(IntStream.of(PROMPT), IntStream.of(context)).toArray();
    }

    /** The lowest bit of the first eight bytes. */
    private static int bit(byte[] secret, int[] context, int token) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        ByteBuffer message = ByteBuffer.allocate((context.length + 1) * Integer.BYTES);
        for (int one : context) {
            message.putInt(one);
        }
        message.putInt(token);
        return mac.doFinal(message.array())[7] & 1;
    }
}
