package dev.cloister.sandbox.egress;

import java.time.Duration;

/** So many within a minute, and as many at once after a quiet one: a bucket of tokens. */
final class RateLimit {

    private final int most;
    private double left;
    private long at = System.nanoTime();

    RateLimit(int perMinute) {
        most = perMinute;
        left = perMinute;
    }

    /** Takes one, where there is one. */
    synchronized boolean take() {
        long now = System.nanoTime();
        left = Math.min(
                most, left + (double) most * (now - at) / Duration.ofMinutes(1).toNanos());
        at = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
