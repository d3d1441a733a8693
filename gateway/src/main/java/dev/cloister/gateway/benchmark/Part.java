package dev.cloister.gateway.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the benchmark consists of, in the order in which it runs; one part runs at a time. */
public enum Part {
    GATEWAY,
    ENGINE,
    ISOLATION,
    RETRIEVAL,
    WATERMARK;

    /** The part of that name, as {@link #title()} gives it. */
    public static Optional<Part> named(String title) {
        return Stream.of(values()).filter(part -> part.title().equals(title)).findFirst();
    }

    public static List<String> titles() {
        return Stream.of(values()).map(Part::title).toList();
    }

    /** The name on the command line. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
