package dev.cloister.inference.session;

import java.time.Duration;

/**
 * How fast answers end, from the last ones: exponentially weighted means. Written by the scheduler's thread, read by any.
 */
final class Pace {

    private static final double WEIGHT = 0.2;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private volatile double secondsPerStep;
    private volatile double secondsPerEnd;
    private volatile int stepsToNextEnd;
    private long lastEnd;
    private boolean queuedSinceLastEnd;

    /**
     * @param mostLeft tokens that the answer which ends first has left at most
     */
    void step(Duration took, int mostLeft) {
        secondsPerStep = mean(secondsPerStep, seconds(took));
        stepsToNextEnd = mostLeft;
    }

    /**
     * An answer's end.
     *
     * @param queued whether others wait; the time between two ends tells the pace only while there is work for both
     */
    void end(long nanoTime, boolean queued) {
        if (queuedSinceLastEnd) {
            secondsPerEnd = mean(secondsPerEnd, (nanoTime - lastEnd) / 1e9);
        }
        lastEnd = nanoTime;
        queuedSinceLastEnd = queued;
    }

    /**
     * When so many more answers will have ended: by the pace of the last ones, or, where none has ended yet, by what the
     * running ones have left at most. At least a second.
     */
    Duration untilEnds(long count) {
        double each = secondsPerEnd > 0 ? secondsPerEnd : stepsToNextEnd * secondsPerStep;
        double all = Math.clamp(Math.ceil(each * count), 1, LONGEST.toSeconds());
        return Duration.ofSeconds((long) all);
    }

    private static double mean(double before, double now) {
        return before > 0 ? before + WEIGHT * (now - before) : now;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
