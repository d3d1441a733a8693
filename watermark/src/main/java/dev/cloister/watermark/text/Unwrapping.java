package dev.cloister.watermark.text;

/** Joins lines that somebody wrapped: a line break after a full line, before a line that goes on in it. */
final class Unwrapping {

    /** A line shorter than this was ended on purpose. */
    private static final int FULL_LINE = 40;

    private Unwrapping() {}

    static Reading of(Reading reading) {
        String text = reading.text();
        Draft draft = new Draft(text.length());
        int line = 0;
        for (int place = 0; place < text.length(); place++) {
            char c = text.charAt(place);
            boolean joined = c == '\n' && place - line >= FULL_LINE && goesOn(text, place + 1);
            draft.add(joined ? " " : text.substring(place, place + 1), reading.origin(place));
            if (c == '\n') {
                line = place + 1;
            }
        }
        return draft.end(reading.origin(text.length()));
    }

    private static boolean goesOn(String text, int place) {
        return place < text.length() && Character.isLetterOrDigit(text.codePointAt(place));
    }
}
