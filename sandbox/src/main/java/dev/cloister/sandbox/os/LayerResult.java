package dev.cloister.sandbox.os;

import java.util.Locale;

/**
 * Whether a layer holds.
 *
 * @param layer which
 * @param verdict what came out
 * @param detail what was tried, what got through, or why there is no such layer
 */
public record LayerResult(Layer layer, Verdict verdict, String detail) {

    /** What came out of trying a layer. */
    public enum Verdict {
        /** Every try to get past it failed. */
        HOLDS,
        /** This machine does not have it, and apps do without: never of a mandatory layer. */
        ABSENT,
        /** Something got through, or nothing could be tried. */
        MISSING
    }

    public LayerResult {
        if (verdict == Verdict.ABSENT && layer.mandatory()) {
            throw new IllegalArgumentException(layer + " is mandatory");
        }
    }

    /** Whether every try to get past it failed. */
    public boolean holds() {
        return verdict == Verdict.HOLDS;
    }

    /** Whether apps stay off because of it. */
    public boolean keepsAppsOff() {
        return verdict == Verdict.MISSING;
    }

    /** The line that {@code doctor} prints. */
    public String line() {
        String name = "sandbox: " + layer.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return switch (verdict) {
            case HOLDS -> "ok       " + name + " (" + detail + ")";
            case ABSENT -> "absent   " + name + ": " + detail + "; apps do without. To have it: " + layer.mend();
            case MISSING -> "missing  " + name + ": " + detail + ". To mend: " + layer.mend();
        };
    }
}
