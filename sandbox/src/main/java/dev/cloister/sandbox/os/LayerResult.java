package dev.cloister.sandbox.os;

import java.util.Locale;

/**
 * Whether a layer holds.
 *
 * @param layer which
 * @param holds whether every try to get past it failed
 * @param detail what was tried, or what got through
 */
public record LayerResult(Layer layer, boolean holds, String detail) {

    /** The line that {@code doctor} prints. */
    public String line() {
        String name = layer.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return holds
                ? "ok       sandbox: " + name + " (" + detail + ")"
                : "missing  sandbox: " + name + ": " + detail + ". To mend: " + layer.mend();
    }
}
