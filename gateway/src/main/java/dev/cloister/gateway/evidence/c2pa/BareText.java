package dev.cloister.gateway.evidence.c2pa;

import java.util.List;

/** A text without the characters that carry manifests, and where its parts stood before. */
public final class BareText {

    private final String text;
    private final List<TextWrapper> wrappers;

    private BareText(String text, List<TextWrapper> wrappers) {
        this.text = text;
        this.wrappers = wrappers;
    }

    public static BareText of(String original) {
        return new BareText(TextWrapper.removed(original), TextWrapper.in(original));
    }

    /** What is left. */
    public String text() {
        return text;
    }

    /** Where in the original what begins at that place begins, in UTF-16 units. */
    public int begin(int place) {
        int original = place;
        for (TextWrapper wrapper : wrappers) {
            original += wrapper.start() <= original ? wrapper.end() - wrapper.start() : 0;
        }
        return original;
    }

    /** Where in the original what ends before that place ends. */
    public int end(int place) {
        int original = place;
        for (TextWrapper wrapper : wrappers) {
            original += wrapper.start() < original ? wrapper.end() - wrapper.start() : 0;
        }
        return original;
    }
}
