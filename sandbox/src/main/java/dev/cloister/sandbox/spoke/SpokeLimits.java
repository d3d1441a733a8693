package dev.cloister.sandbox.spoke;

import dev.cloister.inference.ProcessSpec;
import java.time.Duration;

/**
 * What a spoke may use.
 *
 * @param processes what its sandbox may use
 * @param start longest time from spawn to the list of its tools
 * @param step longest time that it may think before its next message
 */
public record SpokeLimits(ProcessSpec.Limits processes, Duration start, Duration step) {

    /** For apps of which nothing else is known. */
    public static SpokeLimits usual() {
        return new SpokeLimits(
                new ProcessSpec.Limits(512L << 20, 64, Duration.ofMinutes(10), 256, 16L << 20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20));
    }
}
