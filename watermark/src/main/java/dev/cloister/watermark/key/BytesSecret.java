package dev.cloister.watermark.key;

import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret in memory. */
final class BytesSecret implements HmacSecret {

    private final byte[] secret;
    private boolean closed;

    BytesSecret(byte[] secret) {
        this.secret = secret.clone();
    }

    @Override
    public synchronized byte[] hmac(byte[] message) {
        if (closed) {
            throw new IllegalStateException("The master key is closed.");
        }
        try {
            return HmacSecret.hmac(Mac.getInstance(ALGORITHM), new SecretKeySpec(secret, ALGORITHM), message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has HmacSHA256.", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(secret, (byte) 0);
    }
}
