package dev.cloister.gateway.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A statement that the log held an entry with that hash. Kept outside the database, so that a cut tail is noticed.
 *
 * @param seq the entry's number
 * @param hash its hash, hex
 * @param at the entry's time
 * @param ed25519 signature of {@link #message}, base64
 * @param mlDsa65 signature of {@link #message}, base64
 */
public record Checkpoint(long seq, String hash, Instant at, String ed25519, String mlDsa65) {

    /** The signed bytes: {@code cloister ledger checkpoint} and the three fields, one a line. */
    static byte[] message(long seq, String hash, Instant at) {
        return ("cloister ledger checkpoint\n" + seq + "\n" + hash + "\n" + at + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
