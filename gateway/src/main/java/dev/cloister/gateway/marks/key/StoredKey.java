package dev.cloister.gateway.marks.key;

import java.time.Instant;
import java.util.Optional;

/**
 * A key of one app in one epoch, without its secret.
 *
 * @param app whose answers it marks
 * @param scheme the scheme's name
 * @param tokenizer SHA-256 of the vocabulary that it is bound to
 * @param keyId its public name
 * @param certificate the signed certificate, a JSON envelope; empty where no human text was there to measure on
 * @param createdBy who had it made
 */
public record StoredKey(
        String app,
        String scheme,
        String tokenizer,
        long epoch,
        String keyId,
        State state,
        Optional<String> certificate,
        String createdBy,
        Instant createdAt) {

    /** What a key does. */
    public enum State {
        /** It marks, and its marks are found. */
        ACTIVE,
        /** Its marks are found. */
        RETIRED,
        /** It called too much human text marked, and never marked anything. */
        REFUSED
    }
}
