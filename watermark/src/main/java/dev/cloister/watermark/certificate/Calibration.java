package dev.cloister.watermark.certificate;

import dev.cloister.watermark.statistics.BinomialTail;
import dev.cloister.watermark.statistics.ClopperPearson;

/**
 * How often human windows of one length would be called marked by a key at a nominal rate.
 *
 * @param tokens length of the windows
 * @param windows how many were tried
 * @param nominal the p-value at which a window counts
 * @param found how many counted
 * @param allowed most that a good key may find
 */
public record Calibration(int tokens, int windows, double nominal, int found, int allowed) {

    /** A good key finds more than allowed with at most this probability. */
    public static final double UNLUCK = 1e-3;

    private static final double CONFIDENCE = 0.95;

    static Calibration of(int tokens, int windows, double nominal, int found) {
        int allowed = (int) (windows * nominal);
        while (Math.exp(BinomialTail.logAtLeast(windows, allowed + 1, nominal)) > UNLUCK) {
            allowed++;
        }
        return new Calibration(tokens, windows, nominal, found, allowed);
    }

    public boolean passed() {
        return found <= allowed;
    }

    /** The false-positive rate's 95 % interval (Clopper and Pearson 1934). */
    public ClopperPearson.Interval interval() {
        return ClopperPearson.of(found, windows, CONFIDENCE);
    }
}
