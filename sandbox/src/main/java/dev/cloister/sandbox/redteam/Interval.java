package dev.cloister.sandbox.redteam;

/** A 95 % interval of a share. */
public record Interval(double low, double high) {

    private static final double Z = 1.959964;

    /** E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209. */
    static Interval wilson(int hits, int tries) {
        if (tries == 0) {
            return new Interval(0, 1);
        }
        double share = (double) hits / tries;
        double scale = 1 + Z * Z / tries;
        double middle = (share + Z * Z / (2 * tries)) / scale;
        double reach = Z / scale * Math.sqrt(share * (1 - share) / tries + Z * Z / (4.0 * tries * tries));
        return new Interval(Math.max(0, middle - reach), Math.min(1, middle + reach));
    }
}
