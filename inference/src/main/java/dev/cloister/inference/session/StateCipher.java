package dev.cloister.inference.session;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM (NIST SP 800-38D) under a key that is made here, is never written anywhere and ends with the process. The
 * 96-bit nonce counts, so that none comes twice. For one thread.
 */
final class StateCipher {

    static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;

    private static final int WARM_UP_BYTES = 8 << 10;

    private static final int WARM_UP_ROUNDS = 5_000;

    private final SecretKey key;
    private final Cipher cipher;
    private long count;

    StateCipher() {
        try {
            KeyGenerator keys = KeyGenerator.getInstance("AES");
            keys.init(256);
            key = keys.generateKey();
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
    }

    /** Runs until it is compiled: uncompiled, a long state takes half a second, compiled a twentieth of that. */
    static void warmUp() {
        StateCipher cipher = new StateCipher();
        byte[] clear = new byte[WARM_UP_BYTES];
        byte[] encrypted = new byte[WARM_UP_BYTES + TAG_BYTES];
        byte[] bound = {};
        try {
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                cipher.open(cipher.seal(clear, clear.length, bound, encrypted), encrypted, clear.length, bound, clear);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what was sealed does not open", e);
        }
    }

    /**
     * Encrypts the first bytes of the array.
     *
     * @param bound what the result is bound to: it opens with the same only
     * @param target takes the bytes and a tag
     * @return the nonce, for {@link #open}
     */
    long seal(byte[] clear, int length, byte[] bound, byte[] target) {
        long nonce = ++count;
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, parameters(nonce));
            cipher.updateAAD(bound);
            cipher.doFinal(clear, 0, length, target, 0);
            return nonce;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a state could not be sealed", e);
        }
    }

    /**
     * Decrypts what {@link #seal} made.
     *
     * @param length bytes in the clear
     * @throws GeneralSecurityException when it was changed, or bound to something else
     */
    void open(long nonce, byte[] source, int length, byte[] bound, byte[] clear) throws GeneralSecurityException {
        cipher.init(Cipher.DECRYPT_MODE, key, parameters(nonce));
        cipher.updateAAD(bound);
        cipher.doFinal(source, 0, length + TAG_BYTES, clear, 0);
    }

    private static GCMParameterSpec parameters(long nonce) {
        byte[] bytes =
                ByteBuffer.allocate(NONCE_BYTES).putLong(Integer.BYTES, nonce).array();
        return new GCMParameterSpec(Byte.SIZE * TAG_BYTES, bytes);
    }
}
