package dev.cloister.watermark.scheme;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * How strong a green-list mark is (Kirchenbauer et al. 2023, section 3).
 *
 * @param gamma the share of all tokens that is green after any token, in (0, 1)
 * @param delta what a green token's logit gains, in (0, 10]
 */
public record GreenListParameters(double gamma, double delta) {

    /** A quarter of the tokens, two nats: found in 200 tokens, hard to notice. */
    public static final GreenListParameters DEFAULT = new GreenListParameters(0.25, 2);

    public GreenListParameters {
        if (!(gamma > 0 && gamma < 1)) {
            throw new WatermarkException(Code.PARAMETERS_INVALID, "gamma must lie between 0 and 1, not at " + gamma);
        }
        if (!(delta > 0 && delta <= 10)) {
            throw new WatermarkException(Code.PARAMETERS_INVALID, "delta must be in (0, 10], not " + delta);
        }
    }

    /** floor(gamma 2^64), exact for the double as it is, as an unsigned number. */
    long threshold() {
        return new BigDecimal(gamma)
                .multiply(new BigDecimal(BigInteger.TWO.pow(Long.SIZE)))
                .toBigInteger()
                .longValue();
    }
}
