package dev.cloister.gateway.chat;

import dev.cloister.gateway.problem.Refusal;
import org.jspecify.annotations.Nullable;
import java.util.Arrays;
import java.util.Locale;

/** How a text leaves the house. */
enum ExportForm {
    TEXT("text/plain", "txt"),
    MARKDOWN("text/markdown", "md");

    private final String type;
    private final String ending;

    ExportForm(String type, String ending) {
        this.type = type;
        this.ending = ending;
    }

    static ExportForm named(@Nullable String name) {
        return Arrays.stream(values())
                .filter(form -> form.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        "There is no such form of an export.",
                        "Nothing was exported. Ask for ?form=text or ?form=markdown."));
    }

    /** The media type. */
    String type() {
        return type + ";charset=UTF-8";
    }

    /** The end of the file's name. */
    String ending() {
        return ending;
    }
}
