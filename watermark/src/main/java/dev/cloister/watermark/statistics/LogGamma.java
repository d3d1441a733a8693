package dev.cloister.watermark.statistics;

/** The natural logarithm of the gamma function for positive arguments, by Stirling's series (A. and S. 1964, 6.1.40). */
final class LogGamma {

    /** From here on seven terms of the series are exact to a double. */
    private static final double SERIES_FROM = 12;

    private static final double[] TERMS = {
        1 / 12.0, -1 / 360.0, 1 / 1260.0, -1 / 1680.0, 1 / 1188.0, -691 / 360360.0, 1 / 156.0
    };

    private LogGamma() {}

    static double of(double x) {
        double shift = 0;
        double at = x;
        while (at < SERIES_FROM) {
            shift += Math.log(at);
            at++;
        }
        double series = 0;
        double power = 1 / at;
        for (double term : TERMS) {
            series += term * power;
            power /= at * at;
        }
        return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - shift;
    }
}
