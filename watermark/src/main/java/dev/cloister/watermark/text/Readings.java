package dev.cloister.watermark.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The ways to read a text: as it stands; cleaned of what a reader cannot see; with lines joined that were wrapped; in
 * small letters where it shouts. Those that differ only; each costs the search a share of its significance.
 */
public final class Readings {

    private Readings() {}

    /** At least one, the text as it stands first. */
    public static List<Reading> of(String text) {
        List<Reading> readings = new ArrayList<>();
        readings.add(Reading.asIs(text));
        Reading cleaned = Cleaning.of(text);
        add(readings, cleaned);
        add(readings, Unwrapping.of(cleaned));
        if (shouts(cleaned.text())) {
            add(readings, small(cleaned));
        }
        return List.copyOf(readings);
    }

    private static void add(List<Reading> readings, Reading reading) {
        if (readings.stream().noneMatch(other -> other.text().equals(reading.text()))) {
            readings.add(reading);
        }
    }

    private static boolean shouts(String text) {
        long large = text.codePoints().filter(Character::isUpperCase).count();
        long small = text.codePoints().filter(Character::isLowerCase).count();
        return large > small;
    }

    private static Reading small(Reading reading) {
        String text = reading.text();
        Draft draft = new Draft(text.length());
        for (int place = 0; place < text.length(); ) {
            int c = text.codePointAt(place);
            draft.add(Character.toString(c).toLowerCase(Locale.ROOT), reading.origin(place));
            place += Character.charCount(c);
        }
        return draft.end(reading.origin(text.length()));
    }
}
