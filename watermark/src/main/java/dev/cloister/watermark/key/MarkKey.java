package dev.cloister.watermark.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The secret of one app's marks in one epoch: HMAC-SHA256 of the {@link MarkName} under the {@link MasterKey}.
 *
 * <p>Security guarantees: symmetric, so it is never published; the {@link #id()} is, and tells nothing about the key
 * (first 8 bytes of a SHA-256 under a domain separator). {@link #toString()} shows the id alone.
 */
public final class MarkKey {

    /** Length of the key in bytes. */
    public static final int BYTES = 32;

    private static final byte[] ID_DOMAIN = "cloister/mark-key-id/v1\0".getBytes(StandardCharsets.US_ASCII);

    private final byte[] secret;
    private final String id;

    private MarkKey(byte[] secret) {
        this.secret = secret;
        this.id = idOf(secret);
    }

    /** The key of that name. Same master, same name, same key. */
    public static MarkKey derive(MasterKey master, MarkName name) {
        return new MarkKey(master.derive(name.encoded()));
    }

    /**
     * A key from its bytes, copied.
     *
     * @throws IllegalArgumentException when there are not {@link #BYTES} of them
     */
    public static MarkKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("A mark key has " + BYTES + " bytes, not " + secret.length + ".");
        }
        return new MarkKey(secret.clone());
    }

    /** The public name of the key: 16 lower-case hex digits. */
    public String id() {
        return id;
    }

    /** A copy of the secret, for a scheme that marks or detects; the caller overwrites it after use. */
    public byte[] reveal() {
        return secret.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MarkKey key && MessageDigest.isEqual(secret, key.secret);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "MarkKey[" + id + "]";
    }

    private static String idOf(byte[] secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ID_DOMAIN);
            return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(secret), 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
