package dev.cloister.watermark.attack;

import dev.cloister.watermark.text.Reading;
import dev.cloister.watermark.text.Readings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class AttacksTest {

    private static final String TEXT = "The keeper of the archive hung his big coat on the hook and lit the lamp. "
            .repeat(20)
            .strip();
    private static final String OTHERS = "Nobody had answered what was asked for in spring by anyone. ".repeat(400);

    @TempDir
    Path wordNet;

    private final Map<String, String> attacked = new TreeMap<>();

    @BeforeEach
    void attack() throws IOException {
        for (String part : List.of("noun", "verb", "adv")) {
            Files.writeString(wordNet.resolve("data." + part), "  1 licence\n");
        }
        Files.writeString(
                wordNet.resolve("data.adj"),
                "  1 licence\n01385255 00 a 03 large 0 big 0 very_big 1 000 | great in size\n");
        for (Attack attack : Attacks.all(OTHERS, Synonyms.read(wordNet))) {
            attacked.put(attack.name(), attack.change().apply(TEXT, new SplittableRandom(7)));
            assertEquals(after(attack.name()), attack.change().apply(TEXT, new SplittableRandom(7)));
        }
        assertEquals(15, attacked.size());
    }

    @Test
    void editsAsManyWordsAsTheySay() {
        int words = words(TEXT);
        assertEquals(.9, (double) words("delete10") / words, .05);
        assertEquals(.7, (double) words("delete30") / words, .08);
        assertEquals(words, words("substitute30"));
        assertEquals(words, words("swap20"));
        assertEquals(.5, (double) words("truncate50") / words, .01);
        assertFalse(after("swap20").equals(TEXT));
        assertTrue(after("synonyms50").contains("his large coat"));
    }

    @Test
    void mixesTheWholeTextIn() {
        for (String mix : List.of("mix50", "mix25", "mix10")) {
            assertTrue(after(mix).contains(TEXT));
            double share = (double) words(TEXT) / words(mix);
            assertEquals(Integer.parseInt(mix.substring(3)) / 100.0, share, .01);
        }
    }

    @Test
    void disguisesAreSeenThrough() {
        for (String disguise : List.of("homoglyphs10", "zerowidth10", "wrap72")) {
            assertFalse(after(disguise).equals(TEXT), disguise);
            assertTrue(readings(disguise).contains(TEXT), disguise);
        }
        assertTrue(readings("uppercase").contains(TEXT.toLowerCase(Locale.ROOT)));
        assertTrue(after("wrap72").lines().allMatch(line -> line.length() <= 72));
    }

    private String after(String attack) {
        return attacked.getOrDefault(attack, "");
    }

    private List<String> readings(String attack) {
        return Readings.of(after(attack)).stream().map(Reading::text).toList();
    }

    private int words(String attackOrText) {
        return attacked.getOrDefault(attackOrText, attackOrText).strip().split("\\s+").length;
    }
}
