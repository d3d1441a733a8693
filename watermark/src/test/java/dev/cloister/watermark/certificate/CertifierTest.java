package dev.cloister.watermark.certificate;

import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.scheme.MarkScheme;
import org.junit.jupiter.api.Test;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class CertifierTest {

    private static final int LENGTH = 200;

    @Test
    void mostKeysPassOnTextThatKnowsNothingOfThem() {
        SplittableRandom random = new SplittableRandom(21);
        Certifier certifier = new Certifier(windows(random, 500, 2000));
        for (AppScheme scheme : AppScheme.values()) {
            int passed = 0;
            for (int i = 0; i < 5; i++) {
                Certificate certificate = certifier.certify(candidate(scheme, random));
                assertEquals(scheme.code(), certificate.scheme());
                assertEquals(
                        Certifier.LENGTHS.size(), certificate.calibrations().size());
                passed += certificate.passed() ? 1 : 0;
            }
            assertTrue(passed >= 4, "seed 21: " + passed + " of 5 keys of " + scheme);
        }
    }

    @Test
    void aKeyThatFindsItsMarkInTheTextsIsOff() {
        SplittableRandom random = new SplittableRandom(22);
        Candidate candidate = candidate(AppScheme.UNIGRAM, random);
        MarkScheme.OnTokens scheme = AppScheme.UNIGRAM.with(key(new SplittableRandom(23)));
        List<int[]> leaning = new ArrayList<>(windows(random, 400, 2000));
        // A tenant whose texts happen to use what the key prefers: its false alarms would be many.
        Candidate unlucky = new Candidate("unlucky", scheme, AppScheme.UNIGRAM.effect());
        int[] green = random.ints(0, 2000)
                .filter(token -> scheme.score(new int[] {token}).z() > 0)
                .limit(20L * LENGTH)
                .toArray();
        for (int i = 0; i < 20; i++) {
            leaning.add(Arrays.copyOfRange(green, i * LENGTH, (i + 1) * LENGTH));
        }
        Certifier certifier = new Certifier(leaning);
        assertFalse(certifier.certify(unlucky).passed());
        assertTrue(certifier.certify(unlucky).verdicts().found() > 0);
        assertTrue(certifier.certify(candidate).passed(), "another key with the same texts");
    }

    @Test
    void allowsWhatAGoodKeyFindsByChance() {
        Calibration calibration = Calibration.of(100, 2000, .01, 20);
        assertTrue(calibration.passed());
        assertTrue(calibration.allowed() > 30 && calibration.allowed() < 45, calibration.toString());
        assertFalse(Calibration.of(100, 2000, .01, calibration.allowed() + 1).passed());
    }

    @Test
    void tooFewTextsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Certifier(windows(new SplittableRandom(1), 10, 50)));
    }

    private static Candidate candidate(AppScheme scheme, SplittableRandom random) {
        MarkKey key = key(random);
        return new Candidate(key.id(), scheme.with(key), scheme.effect());
    }

    private static List<int[]> windows(SplittableRandom random, int count, int vocabulary) {
        List<int[]> windows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            windows.add(random.ints(LENGTH, 0, vocabulary).toArray());
        }
        return windows;
    }

    private static MarkKey key(SplittableRandom random) {
        byte[] secret = new byte[MarkKey.BYTES];
        random.nextBytes(secret);
        return MarkKey.of(secret);
    }
}
