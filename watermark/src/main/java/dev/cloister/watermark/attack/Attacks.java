package dev.cloister.watermark.attack;

import java.util.List;
import java.util.Locale;

/** The attacks of the benchmark (as surveyed by Liu et al. 2024, "A survey of text watermarking", section 5.3). */
public final class Attacks {

    private Attacks() {}

    /**
     * All of them.
     *
     * @param human a text that marked passages are mixed into, and whose words replace others
     * @param synonyms of words
     */
    public static List<Attack> all(String human, Synonyms synonyms) {
        WordEdits edits = new WordEdits(human);
        return List.of(
                new Attack("delete10", edits.deleting(0.1)),
                new Attack("delete30", edits.deleting(0.3)),
                new Attack("substitute10", edits.substituting(0.1)),
                new Attack("substitute30", edits.substituting(0.3)),
                new Attack("swap20", edits.swapping(0.2)),
                new Attack("synonyms50", edits.rewording(0.5, synonyms)),
                new Attack("mix50", edits.mixing(0.5)),
                new Attack("mix25", edits.mixing(0.25)),
                new Attack("mix10", edits.mixing(0.1)),
                new Attack("truncate50", edits.truncating(0.5)),
                new Attack("homoglyphs10", Disguises.homoglyphs(0.1)),
                new Attack("zerowidth10", Disguises.zeroWidth(0.1)),
                new Attack("uppercase", (text, random) -> text.toUpperCase(Locale.ROOT)),
                new Attack("lowercase", (text, random) -> text.toLowerCase(Locale.ROOT)),
                new Attack("wrap72", (text, random) -> Disguises.wrapped(text, 72)));
    }
}
