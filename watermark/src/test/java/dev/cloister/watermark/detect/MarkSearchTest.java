package dev.cloister.watermark.detect;

import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.GreenListParameters;
import dev.cloister.watermark.scheme.Gumbel;
import dev.cloister.watermark.scheme.KeyedGreenList;
import dev.cloister.watermark.scheme.KgwGreenList;
import dev.cloister.watermark.scheme.KgwSeeding;
import dev.cloister.watermark.scheme.MarkScheme;
import dev.cloister.watermark.scheme.SynthId;
import dev.cloister.watermark.scheme.SyntheticModel;
import dev.cloister.watermark.scheme.Unigram;
import dev.cloister.watermark.statistics.ClopperPearson;
import dev.cloister.watermark.statistics.Effect;
import dev.cloister.watermark.statistics.Evidence;
import org.junit.jupiter.api.Test;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class MarkSearchTest {

    private static final double SIGNIFICANCE = 1e-3;
    private static final SyntheticModel MODEL = new SyntheticModel(600, 0.9);

    /** Strong enough that 400 tokens suffice, whatever the scheme. */
    private static final Effect STRONG = new Effect(0.7, 1.5);

    @Test
    void findsAMarkedPassageInHumanTextAndSaysWhere() {
        SplittableRandom random = new SplittableRandom(81);
        int[] human = HumanText.tokens();
        for (int right = 0; right < 4; right++) {
            List<Candidate> candidates = candidates(random);
            MarkScheme.OnTokens scheme =
                    (MarkScheme.OnTokens) candidates.get(right).scheme();
            int[] text = spliced(human, 210, MODEL.answer(scheme.marker(), 200, random));
            Finding finding = new MarkSearch(candidates, SIGNIFICANCE).search(text);
            assertEquals(Verdict.MARKED, finding.verdict(), "seed 81, " + scheme.name() + ": " + finding);
            int inside = 0;
            int outside = 0;
            for (Passage passage : finding.passages()) {
                assertEquals(scheme.name(), passage.scheme());
                assertEquals(candidates.get(right).keyId(), passage.keyId());
                int overlap = Math.max(0, Math.min(passage.to(), 410) - Math.max(passage.from(), 210));
                inside += overlap;
                outside += passage.to() - passage.from() - overlap;
            }
            assertTrue(inside >= 150 && outside <= 90, "seed 81, " + scheme.name() + ": " + finding.passages());
        }
    }

    @Test
    void callsHumanTextMarkedNoMoreOftenThanSaid() {
        SplittableRandom random = new SplittableRandom(82);
        int[] human = HumanText.tokens();
        int rounds = 100;
        int marked = 0;
        for (int i = 0; i < rounds; i++) {
            Finding finding = new MarkSearch(candidates(random), 0.05).search(human);
            marked += finding.verdict() == Verdict.MARKED ? 1 : 0;
        }
        int seen = marked;
        assertTrue(ClopperPearson.of(seen, rounds, .999).low() <= .05, () -> "seed 82: " + seen + " of " + rounds);
        assertTrue(seen > 0, "a correction that never lets anything through cannot be told from a broken search");
    }

    @Test
    void saysNotFoundOnlyWhereAMarkWouldHaveBeenFound() {
        List<Candidate> candidates = candidates(new SplittableRandom(83));
        MarkSearch search = new MarkSearch(candidates, SIGNIFICANCE);
        Finding whole = search.search(HumanText.tokens());
        assertEquals(Verdict.NOT_FOUND, whole.verdict(), whole.toString());
        assertTrue(whole.expectedPower() >= MarkSearch.ENOUGH_POWER);
        Finding beginning = search.search(Arrays.copyOf(HumanText.tokens(), 40));
        assertEquals(Verdict.INSUFFICIENT, beginning.verdict());
        assertTrue(beginning.expectedPower() < MarkSearch.ENOUGH_POWER);
        assertEquals(Verdict.INSUFFICIENT, search.search(new int[0]).verdict());
    }

    @Test
    void expectedPowerIsWhatMarkedTextsShow() {
        SplittableRandom random = new SplittableRandom(84);
        GreenListParameters weak = new GreenListParameters(0.25, 1);
        SyntheticModel small = new SyntheticModel(200, 0.9);
        List<Evidence> seen = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            KeyedGreenList scheme = new KeyedGreenList(key(random), weak);
            seen.add(scheme.score(small.answer(scheme.marker(), 100, random)));
        }
        Effect effect = Effect.measured(seen.subList(0, 50));
        List<Evidence> others = seen.subList(50, 150);
        double expected = others.stream()
                .mapToDouble(evidence -> effect.power(evidence.scored(), .01))
                .average()
                .orElseThrow();
        long found =
                others.stream().filter(evidence -> evidence.pValue() <= .01).count();
        ClopperPearson.Interval interval = ClopperPearson.of((int) found, others.size(), .999);
        assertTrue(
                interval.low() <= expected && expected <= interval.high(),
                "seed 84: expected " + expected + ", found " + found + " of 100");
    }

    @Test
    void windowsShareTheSignificance() {
        for (int length : new int[] {0, 1, 99, 100, 101, 350, 4000}) {
            List<TextWindows.Window> windows = TextWindows.of(length);
            assertEquals(
                    1, windows.stream().mapToDouble(TextWindows.Window::share).sum(), 1e-9);
            assertTrue(windows.stream().allMatch(window -> window.from() >= 0 && window.to() <= length));
            assertEquals(
                    Optional.of(length),
                    windows.stream().map(TextWindows.Window::to).max(Integer::compare));
        }
    }

    private static List<Candidate> candidates(SplittableRandom random) {
        Stream<MarkScheme> schemes = Stream.of(
                new Gumbel(random.nextLong()),
                new KeyedGreenList(key(random), new GreenListParameters(0.25, 3)),
                new KgwGreenList(
                        KgwSeeding.LEFT_HASH,
                        random.nextLong(1, Integer.MAX_VALUE),
                        600,
                        new GreenListParameters(0.25, 3)),
                new SynthId(random.longs(30).boxed().toList()),
                new Unigram(key(random), Unigram.PUBLISHED));
        List<MarkScheme> all = schemes.toList();
        return IntStream.range(0, all.size())
                .mapToObj(i -> new Candidate("key-" + i, all.get(i), STRONG))
                .toList();
    }

    private static int[] spliced(int[] text, int at, int[] passage) {
        return IntStream.concat(
                        IntStream.concat(Arrays.stream(text, 0, at), Arrays.stream(passage)),
                        Arrays.stream(text, at, text.length))
                .toArray();
    }

    private static MarkKey key(SplittableRandom random) {
        byte[] secret = new byte[MarkKey.BYTES];
        random.nextBytes(secret);
        return MarkKey.of(secret);
    }
}
