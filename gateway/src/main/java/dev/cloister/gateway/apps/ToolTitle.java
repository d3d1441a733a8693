package dev.cloister.gateway.apps;

import java.util.Locale;

/** A tool's name for people. */
public final class ToolTitle {

    private ToolTitle() {}

    /** {@code convert_units} becomes "Convert units". */
    public static String of(String name) {
        String words = name.replace('_', ' ').replace('-', ' ').strip();
        return words.isEmpty() ? name : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
