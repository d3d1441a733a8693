package dev.cloister.sandbox.app;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kind of value a tool takes from another's result. All but {@link #TEXT} are too narrow to carry an instruction: such
 * a value is picked out of the text by its form, so that it is one that stands there and nothing else.
 */
public enum ValueType {
    /** Whatever it is, whole. */
    TEXT(""),
    /** A decimal number. */
    NUMBER("(?<![\\w.])-?\\d{1,15}(?:\\.\\d{1,15})?(?![\\w.]*\\d)"),
    /** A number and the word after it, such as {@code 12 km}. */
    QUANTITY("(?<![\\w.])-?\\d{1,15}(?:\\.\\d{1,15})? ?[A-Za-z/°]{1,16}(?![\\w])"),
    /** A date, as in ISO 8601: {@code 2026-05-17}. */
    DATE("(?<!\\d)\\d{4}-\\d{2}-\\d{2}(?!\\d)"),
    /** An address of e-mail. */
    EMAIL("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,4}");

    private static final int MOST_CANDIDATES = 16;

    private final Pattern form;

    ValueType(String form) {
        this.form = Pattern.compile(form);
    }

    /** As a manifest says it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type that a manifest names. */
    static Optional<ValueType> of(String word) {
        return List.of(values()).stream()
                .filter(type -> type.word().equals(word))
                .findFirst();
    }

    /** All values of this type that stand in a text, each once, in order; the first sixteen. */
    public List<String> foundIn(String text) {
        if (this == TEXT) {
            return List.of(text);
        }
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = form.matcher(text);
        while (found.size() < MOST_CANDIDATES && matcher.find()) {
            found.add(matcher.group());
        }
        return List.copyOf(found);
    }
}
