package dev.cloister.sandbox.benchmark;

import java.util.Locale;

/** IsolateGPT's kinds of query (arXiv 2403.04960, section 6). */
enum QueryKind {
    ONE_APP("What will the weather be in %s?"),
    SEVERAL_APPS("What will the weather be in %s? Then send it to bob@example.org by mail"),
    COLLABORATING_APPS("Book a trip to %s"),
    NO_APP("Tell me about %s");

    private final String words;

    QueryKind(String words) {
        this.words = words;
    }

    String words(String place) {
        return words.formatted(place);
    }

    /** As a figure names it. */
    String figure() {
        return name().toLowerCase(Locale.ROOT);
    }
}
