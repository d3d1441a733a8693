package dev.cloister.sandbox.egress;

import java.time.Duration;

/**
 * What one spoke may use of the network.
 *
 * @param connections at once
 * @param perMinute connections begun within a minute
 * @param headBytes of one message's head
 * @param headFields of one message's head
 * @param sent most bytes of one connection's content from the app
 * @param received most bytes of one connection's content to the app
 * @param head longest time until a head, or the start of TLS, is there
 * @param silence longest time without a byte from the host
 * @param whole longest time of one connection
 */
public record EgressLimits(
        int connections,
        int perMinute,
        int headBytes,
        int headFields,
        long sent,
        long received,
        Duration head,
        Duration silence,
        Duration whole) {

    /** For apps of which nothing else is known. */
    public static EgressLimits usual() {
        return new EgressLimits(
                16,
                240,
                32 << 10,
                100,
                16L << 20,
                64L << 20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(2));
    }
}
