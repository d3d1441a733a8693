package dev.cloister.gateway.marks.key;

import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.key.MarkKey;
import dev.cloister.watermark.key.MarkName;
import dev.cloister.watermark.key.MasterKey;
import dev.cloister.watermark.scheme.AppScheme;
import dev.cloister.watermark.scheme.MarkScheme;
import org.junit.jupiter.api.Test;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OwnWindowsTest {

    private static final int VOCABULARY = 2_000;
    private static final MarkScheme.OnTokens SCHEME = AppScheme.UNIGRAM.with(MarkKey.derive(
            MasterKey.of(new byte[MasterKey.BYTES]), new MarkName("acme", "hub", AppScheme.UNIGRAM.code(), 1, "ab")));
    private static final Candidate OURS = new Candidate("ours", SCHEME, AppScheme.UNIGRAM.effect());

    private final SplittableRandom random = new SplittableRandom(7);
    private final Map<String, int[]> texts = new HashMap<>();

    @Test
    void documentsThatBearOurMarkAreLeftOutAndCounted() {
        OwnWindows.Reading reading = new OwnWindows.Reading(texts::get, List.of(OURS));
        assertTrue(reading.add(text("by people", 1_000)));
        assertTrue(reading.add(marked("by a model", 1_000)));
        assertTrue(reading.add(text("too short for a window", 150)));
        OwnWindows windows = reading.end("Letters");
        assertEquals(1, windows.documents());
        assertEquals(1, windows.leftOut());
        assertEquals(5, windows.windows().size());
        assertTrue(windows.windows().stream().allMatch(window -> window.length == 200));
    }

    @Test
    void theDigestNamesTheTextsInAnyOrder() {
        String one = text("one", 400);
        String two = text("two", 400);
        assertEquals(read(one, two).sha256(), read(two, one).sha256());
        assertNotEquals(read(one, two).sha256(), read(one).sha256());
    }

    @Test
    void oneDocumentAfterTheOtherIsReadAndNotWithoutEnd() {
        OwnWindows.Reading reading = new OwnWindows.Reading(text -> new int[400], List.of());
        int read = 1;
        while (reading.add("x".repeat(1_000_000))) {
            read++;
        }
        assertEquals(4, read);
        assertEquals(8, reading.end("Long").windows().size());
    }

    private OwnWindows read(String... all) {
        OwnWindows.Reading reading = new OwnWindows.Reading(texts::get, List.of());
        for (String text : all) {
            reading.add(text);
        }
        return reading.end("Letters");
    }

    private String text(String name, int tokens) {
        texts.put(name, random.ints(tokens, 0, VOCABULARY).toArray());
        return name;
    }

    /** Of the tokens that the key prefers alone. */
    private String marked(String name, int tokens) {
        texts.put(
                name,
                random.ints(0, VOCABULARY)
                        .filter(token -> SCHEME.score(new int[] {token}).z() > 0)
                        .limit(tokens)
                        .toArray());
        return name;
    }
}
