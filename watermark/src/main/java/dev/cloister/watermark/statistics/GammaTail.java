package dev.cloister.watermark.statistics;

/**
 * Upper tails of the gamma distribution with scale 1: the regularised upper incomplete gamma function (Abramowitz and
 * Stegun 1964, 6.5.3; series 6.5.29 below the mean, the continued fraction 6.5.31 in Legendre's contracted form above).
 * The relative error stays near 1e-12.
 */
public final class GammaTail {

    private static final int MOST_TERMS = 100_000;
    private static final double PRECISION = 1e-16;
    private static final double TINY = 1e-300;

    private GammaTail() {}

    /**
     * P[X >= x] for X ~ Gamma(shape, 1).
     *
     * @param shape above 0
     * @param x any; below 0 it counts as 0
     */
    public static double atLeast(double shape, double x) {
        if (!(shape > 0) || Double.isNaN(x)) {
            throw new IllegalArgumentException("the shape must be above 0, and x a number");
        }
        if (x <= 0) {
            return 1;
        }
        return x < shape + 1 ? 1 - lower(shape, x) : upper(shape, x);
    }

    private static double lower(double shape, double x) {
        double term = 1 / shape;
        double sum = term;
        for (int n = 1; n < MOST_TERMS && term > sum * PRECISION; n++) {
            term *= x / (shape + n);
            sum += term;
        }
        return Math.min(1, sum * front(shape, x));
    }

    /** Lentz's method (Thompson and Barnett 1986) over the contracted fraction. */
    private static double upper(double shape, double x) {
        double b = x + 1 - shape;
        double c = 1 / TINY;
        double d = 1 / b;
        double fraction = d;
        for (int n = 1; n < MOST_TERMS; n++) {
            double a = -n * (n - shape);
            b += 2;
            d = 1 / nonZero(a * d + b);
            c = nonZero(b + a / c);
            double factor = c * d;
            fraction *= factor;
            if (Math.abs(factor - 1) < PRECISION * 2) {
                break;
            }
        }
        return Math.min(1, fraction * front(shape, x));
    }

    private static double front(double shape, double x) {
        return Math.exp(shape * Math.log(x) - x - LogGamma.of(shape));
    }

    private static double nonZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }
}
