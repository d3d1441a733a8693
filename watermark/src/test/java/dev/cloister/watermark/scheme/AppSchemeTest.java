package dev.cloister.watermark.scheme;

import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.detect.Finding;
import dev.cloister.watermark.detect.MarkSearch;
import dev.cloister.watermark.detect.Verdict;
import dev.cloister.watermark.key.MarkKey;
import org.junit.jupiter.api.Test;
import java.util.List;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class AppSchemeTest {

    private static final int VOCABULARY = 2_000;

    @Test
    void ofAModelThatNobodyMeasuredNoTextIsCalledUnmarkedAndMarksAreStillFound() {
        SplittableRandom random = new SplittableRandom(31);
        byte[] secret = new byte[MarkKey.BYTES];
        random.nextBytes(secret);
        MarkKey key = MarkKey.of(secret);
        int[] human = random.ints(20_000, 0, VOCABULARY).toArray();
        for (AppScheme scheme : AppScheme.values()) {
            Candidate unknown = new Candidate(key.id(), scheme.with(key), scheme.effectOn("of another file"));
            Candidate measured = new Candidate(key.id(), scheme.with(key), scheme.effect());
            Finding found = search(unknown, human);
            assertEquals(Verdict.INSUFFICIENT, found.verdict(), scheme.code());
            assertTrue(found.expectedPower() < 0.01, scheme.code());
            assertEquals(Verdict.NOT_FOUND, search(measured, human).verdict(), scheme.code());
        }
        MarkScheme.OnTokens unigram = AppScheme.UNIGRAM.with(key);
        int[] marked = random.ints(0, VOCABULARY)
                .filter(token -> unigram.score(new int[] {token}).z() > 0)
                .limit(2_000)
                .toArray();
        Candidate unknown = new Candidate(key.id(), unigram, AppScheme.UNIGRAM.effectOn(""));
        assertEquals(Verdict.MARKED, search(unknown, marked).verdict());
    }

    private static Finding search(Candidate candidate, int[] tokens) {
        return new MarkSearch(List.of(candidate), MarkSearch.SIGNIFICANCE).search(tokens);
    }
}
