package dev.cloister.watermark.text;

import java.lang.Character.UnicodeScript;
import java.util.HashMap;
import java.util.Map;

/**
 * Cyrillic and Greek letters that look like Latin ones, as Unicode Technical Standard 39 calls confusable. They are read
 * as Latin in a text that is Latin otherwise; a text in Russian or Greek stays as it is.
 */
final class LookAlikes {

    private static final String CYRILLIC = "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԚQԜWьbгrпn";
    private static final String GREEK = "οoαaνvρpιiυuγyκkχxΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX";
    private static final Map<Integer, String> LATIN = pairs(CYRILLIC + GREEK);

    /** Fewer Latin letters than this many times the others: a text of another alphabet. */
    private static final int MOSTLY = 2;

    private LookAlikes() {}

    static Reading resolved(Reading reading) {
        String text = reading.text();
        long latin = text.codePoints()
                .filter(c -> UnicodeScript.of(c) == UnicodeScript.LATIN)
                .count();
        long others = text.codePoints().filter(LookAlikes::looksLatin).count();
        if (others == 0 || latin < MOSTLY * others) {
            return reading;
        }
        Draft draft = new Draft(text.length());
        for (int place = 0; place < text.length(); ) {
            int c = text.codePointAt(place);
            draft.add(LATIN.getOrDefault(c, Character.toString(c)), reading.origin(place));
            place += Character.charCount(c);
        }
        return draft.end(reading.origin(text.length()));
    }

    private static boolean looksLatin(int c) {
        return LATIN.containsKey(c);
    }

    private static Map<Integer, String> pairs(String all) {
        Map<Integer, String> map = new HashMap<>();
        for (int i = 0; i < all.length(); i += 2) {
            map.put((int) all.charAt(i), all.substring(i + 1, i + 2));
        }
        return Map.copyOf(map);
    }
}
