package dev.cloister.watermark.text;

import java.text.Normalizer;

/**
 * Undoes changes that a reader does not see: characters without width, compatibility forms (Unicode Standard Annex 15,
 * NFKC), other alphabets' letters that look Latin, and kinds and runs of spaces.
 */
final class Cleaning {

    private static final int HANGUL_VOWELS = 0x1160;
    private static final int HANGUL_LAST = 0x11FF;

    private Cleaning() {}

    static Reading of(String text) {
        Draft draft = new Draft(text.length());
        for (int place = 0; place < text.length(); ) {
            int end = clusterEnd(text, place);
            add(draft, text.substring(place, end), place);
            place = end;
        }
        return LookAlikes.resolved(draft.end(text.length()));
    }

    private static void add(Draft draft, String cluster, int origin) {
        String visible = cluster.codePoints()
                .filter(c -> !invisible(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        if (visible.isEmpty()) {
            return;
        }
        String normal = Normalizer.normalize(visible, Normalizer.Form.NFKC);
        if (!normal.isBlank() || normal.indexOf('\n') >= 0) {
            draft.add(normal, origin);
        } else if (!draft.endsWithSpace()) {
            draft.add(" ", origin);
        }
    }

    /** A character with the marks that combine with it. */
    private static int clusterEnd(String text, int start) {
        int end = start + Character.charCount(text.codePointAt(start));
        while (end < text.length() && combines(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static boolean combines(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || (c >= HANGUL_VOWELS && c <= HANGUL_LAST);
    }

    /** Format characters (zero width, direction, tags), variation selectors, and fillers. */
    private static boolean invisible(int c) {
        return Character.getType(c) == Character.FORMAT
                || (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xE0100 && c <= 0xE01EF)
                || c == 0x034F
                || c == 0x115F
                || c == 0x1160
                || c == 0x3164
                || c == 0xFFA0;
    }
}
