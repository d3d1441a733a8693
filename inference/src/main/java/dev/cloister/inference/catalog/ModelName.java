package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogException.Code;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names that models may have. */
final class ModelName {

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** The hub answers under that name. */
    private static final String TAKEN = "cloister";

    private ModelName() {}

    static String require(String name) {
        if (!ALLOWED.matcher(name).matches() || name.equals(TAKEN)) {
            throw new CatalogException(
                    Code.NAME_INVALID,
                    "A model's name has up to 63 lower-case letters, digits, dots, underscores and dashes, begins with a letter or digit, and is not cloister; %s is none. Give one with --name."
                            .formatted(name));
        }
        return name;
    }

    /** The name that a file's name suggests. */
    static String ofFile(String file) {
        String name = file.toLowerCase(Locale.ROOT)
                .replaceFirst("\\.gguf$", "")
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceFirst("^[._-]+", "");
        return require(name.length() > 63 ? name.substring(0, 63) : name);
    }
}
