package dev.cloister.watermark.detect;

import dev.cloister.watermark.statistics.BinomialTail;

/** Green among scored tokens for one key. */
record Count(int green, int scored, double gamma) {

    /** (g - gamma T) / sqrt(T gamma (1 - gamma)) (Kirchenbauer et al. 2023, equation 3). */
    double z() {
        return scored == 0 ? 0 : (green - gamma * scored) / Math.sqrt(scored * gamma * (1 - gamma));
    }

    /** How likely the best of so many keys has as many green tokens by chance: 1 - (1 - p)^keys. */
    double pValue(int keys) {
        double single = Math.exp(BinomialTail.logAtLeast(scored, green, gamma));
        return single >= 1 ? 1 : -Math.expm1(keys * Math.log1p(-single));
    }
}
