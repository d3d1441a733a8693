package dev.cloister.gateway.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A named set of parts, {@code ./cloister bench NAME}. */
public enum Suite {
    /** The whole product. */
    MAIN,
    /** The engine alone. */
    INFERENCE,
    /** The apps' cells: what they cost and what they stop. */
    ISOLATION,
    /** The search in an organisation's own documents. */
    RETRIEVAL,
    /** The encrypted search across organisations. */
    FEDERATION,
    /** The marks of all schemes, attacked. */
    WATERMARK;

    /** The suite of that name, as {@link #title()} gives it. */
    public static Optional<Suite> named(String title) {
        return Stream.of(values()).filter(suite -> suite.title().equals(title)).findFirst();
    }

    public static List<String> titles() {
        return Stream.of(values()).map(Suite::title).toList();
    }

    /** The name on the command line. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its parts, in the order in which they run. */
    public List<Part> parts() {
        return Stream.of(Part.values()).filter(part -> part.suite() == this).toList();
    }

    /** Its parts that run where none is named, in their order. */
    public List<Part> usualParts() {
        return parts().stream().filter(Part::usual).toList();
    }

    /** Its part of that name. */
    public Optional<Part> part(String title) {
        return parts().stream().filter(part -> part.title().equals(title)).findFirst();
    }
}
