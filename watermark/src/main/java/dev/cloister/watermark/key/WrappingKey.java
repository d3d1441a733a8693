package dev.cloister.watermark.key;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that encrypts another (AES-256-GCM, NIST SP 800-38D). What is wrapped has a header, a nonce of 12 bytes, and the
 * ciphertext with its tag.
 */
final class WrappingKey {

    /** Length of a wrapped master key. */
    static final int WRAPPED_BYTES = 5 + 12 + MasterKey.BYTES + 16;

    private static final byte[] HEADER = "CLMK1".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final byte[] key;

    private WrappingKey(byte[] key) {
        this.key = key;
    }

    static WrappingKey read(Path file) {
        try {
            return new WrappingKey(PrivateFile.read(file, MasterKey.BYTES));
        } catch (IOException e) {
            throw new WatermarkException(
                    Code.MASTER_KEY_INVALID,
                    "The wrapping key " + file + " cannot be read. Put it there, 32 random bytes; nothing was changed.",
                    e);
        }
    }

    byte[] wrap(byte[] secret) {
        byte[] nonce = new byte[NONCE];
        new SecureRandom().nextBytes(nonce);
        byte[] wrapped = Arrays.copyOf(HEADER, WRAPPED_BYTES);
        System.arraycopy(nonce, 0, wrapped, HEADER.length, NONCE);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(secret);
            System.arraycopy(sealed, 0, wrapped, HEADER.length + NONCE, sealed.length);
            return wrapped;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has AES-GCM.", e);
        }
    }

    /** What was wrapped; empty where it was by another key, or changed since. */
    Optional<byte[]> unwrap(byte[] wrapped) {
        if (wrapped.length != WRAPPED_BYTES || !Arrays.equals(HEADER, Arrays.copyOf(wrapped, HEADER.length))) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOfRange(wrapped, HEADER.length, HEADER.length + NONCE);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce)
                    .doFinal(wrapped, HEADER.length + NONCE, WRAPPED_BYTES - HEADER.length - NONCE));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(HEADER);
        return cipher;
    }
}
