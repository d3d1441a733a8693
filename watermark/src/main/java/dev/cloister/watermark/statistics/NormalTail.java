package dev.cloister.watermark.statistics;

/** Upper tails of the standard normal distribution, by way of the gamma distribution: Z^2 / 2 ~ Gamma(1/2, 1). */
public final class NormalTail {

    private static final int BISECTIONS = 80;
    private static final double FARTHEST = 40;

    private NormalTail() {}

    /** P[Z >= z]. */
    public static double atLeast(double z) {
        double beyond = GammaTail.atLeast(0.5, z * z / 2) / 2;
        return z >= 0 ? beyond : 1 - beyond;
    }

    /** The z at which {@link #atLeast} is that probability; between -40 and 40. */
    public static double quantile(double upperTail) {
        double low = -FARTHEST;
        double high = FARTHEST;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (atLeast(middle) > upperTail) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
