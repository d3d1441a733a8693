package dev.cloister.retrieval.ring;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How many groups to split the dimensions into. More groups make the query longer and the answer shorter, with fewer blocks to
 * finish; the scan itself costs the same.
 *
 * <p>The model, in seconds: {@code bytes up / up + bytes down / down + groups * ENCRYPT * primes + blocks * FINISH * primes},
 * with the two constants as docs/benchmarks/federation.json has them, of one busy core. They matter where
 * the network is fast; an error of two in them moves the choice by one divisor at most.
 */
public final class GroupSize {

    /** Seconds to encrypt one group and to expand it at the owner, for each prime. */
    static final double ENCRYPT = 150e-6;

    /** Seconds to mask, switch and decrypt one block, for each prime. */
    static final double FINISH = 140e-6;

    private GroupSize() {}

    /**
     * The number of groups with the least time.
     *
     * @param vectors that the owner holds
     * @param upBytesPerSecond from the querier to the owner
     * @param downBytesPerSecond from the owner to the querier
     */
    public static int choose(
            RingParameters parameters,
            int dimensions,
            int vectors,
            double upBytesPerSecond,
            double downBytesPerSecond) {
        if (!(upBytesPerSecond > 0 && downBytesPerSecond > 0)) {
            throw new IllegalArgumentException("A bandwidth is above zero");
        }
        return IntStream.rangeClosed(1, Math.min(dimensions, RingParameters.MAX_GROUPS))
                .filter(groups -> dimensions % groups == 0)
                .boxed()
                .min(Comparator.comparingDouble(groups -> seconds(
                        new QueryShape(parameters, dimensions, groups), vectors, upBytesPerSecond, downBytesPerSecond)))
                .orElseThrow();
    }

    /** The modelled time, without the scan. */
    static double seconds(QueryShape shape, int vectors, double upBytesPerSecond, double downBytesPerSecond) {
        int primes = shape.parameters().primeCount();
        return shape.queryBytes() / upBytesPerSecond
                + shape.answerBytes(vectors) / downBytesPerSecond
                + shape.groups() * primes * ENCRYPT
                + shape.blocks(vectors) * primes * FINISH;
    }
}
