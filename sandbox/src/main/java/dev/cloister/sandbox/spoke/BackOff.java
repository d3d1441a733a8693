package dev.cloister.sandbox.spoke;

import java.time.Duration;

/**
 * How long an app that keeps breaking down is left alone: not at all after the first time, a second after the next, twice as
 * long each time, a minute at most.
 *
 * @param failures in a row
 * @param untilMillis when it may be started again, by the platform's clock
 */
record BackOff(int failures, long untilMillis) {

    static final BackOff NONE = new BackOff(0, 0);

    private static final long FIRST = 1_000;
    private static final long LONGEST = 60_000;

    /** After one more failure. */
    BackOff failed(long nowMillis) {
        long pause = failures == 0 ? 0 : Math.min(LONGEST, FIRST << Math.min(16, failures - 1));
        return new BackOff(failures + 1, nowMillis + pause);
    }

    /** How long it still has to wait. */
    Duration left(long nowMillis) {
        return Duration.ofMillis(Math.max(0, untilMillis - nowMillis));
    }
}
