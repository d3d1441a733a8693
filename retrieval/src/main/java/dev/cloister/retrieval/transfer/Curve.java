package dev.cloister.retrieval.transfer;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * The group of P-256, written additively: order prime, cofactor 1. Multiplication with a table runs in a fixed pattern of
 * steps; no operation of a JVM is constant-time to the cycle.
 */
final class Curve {

    /** Length of a compressed point. */
    static final int POINT_BYTES = 33;

    private static final X9ECParameters P256 = CustomNamedCurves.getByName("secp256r1");
    private static final ECCurve CURVE = P256.getCurve();
    private static final BigInteger ORDER = P256.getN();
    private static final FixedPointCombMultiplier COMB = new FixedPointCombMultiplier();

    private Curve() {}

    /** A uniform number from 1 to the order less one. */
    static BigInteger scalar(SecureRandom random) {
        while (true) {
            BigInteger drawn = new BigInteger(ORDER.bitLength(), random);
            if (drawn.signum() > 0 && drawn.compareTo(ORDER) < 0) {
                return drawn;
            }
        }
    }

    static ECPoint generatorTimes(BigInteger scalar) {
        return times(P256.getG(), scalar);
    }

    /** For a point that is multiplied often: it is given a table. */
    static ECPoint times(ECPoint point, BigInteger scalar) {
        return COMB.multiply(point, scalar.mod(ORDER));
    }

    /** So many multiples of a point, from nothing of it on. */
    static ECPoint[] multiples(ECPoint point, int count) {
        ECPoint[] multiples = new ECPoint[count];
        multiples[0] = CURVE.getInfinity();
        for (int i = 1; i < count; i++) {
            multiples[i] = multiples[i - 1].add(point);
        }
        normalise(multiples);
        return multiples;
    }

    /** Points with shared denominators cleared together, which is much faster than one by one. */
    static void normalise(ECPoint[] points) {
        CURVE.normalizeAll(points);
    }

    static byte[] bytes(ECPoint point) {
        return point.getEncoded(true);
    }

    /**
     * A stranger's point.
     *
     * @throws RetrievalException FEDERATION_MESSAGE_MALFORMED where it is not on the curve, or infinity
     */
    static ECPoint point(byte[] bytes) {
        try {
            ECPoint point = CURVE.decodePoint(bytes);
            if (bytes.length == POINT_BYTES && !point.isInfinity() && point.isValid()) {
                return point;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new RetrievalException(Code.FEDERATION_MESSAGE_MALFORMED, "That is no point of the curve.", e);
        }
        throw new RetrievalException(Code.FEDERATION_MESSAGE_MALFORMED, "That is no point of the curve.");
    }
}
