package dev.cloister.gateway.apps.secret;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.Secrets;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.home.SetupException.Code;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals texts with AES-256-GCM (NIST SP 800-38D) under a key of this instance's own, which lies in a file beside the
 * database and never in it. A sealed text opens in its own place only: moved to another row it does not.
 */
@Singleton
public class SecretSeal {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    public SecretSeal(Home home) {
        key = new SecretKeySpec(HexFormat.of().parseHex(Secrets.hex(home.keys().resolve("app-secrets"))), "AES");
    }

    /**
     * Seals a text.
     *
     * @param place where it is kept
     * @return the nonce, then the sealed text with its tag
     */
    byte[] seal(String text, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, place, text.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(nonce.length + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    /**
     * Opens a sealed text.
     *
     * @throws SetupException KEY_INVALID where it was sealed by another instance or for another place
     */
    String open(byte[] sealed, String place) {
        ByteBuffer bytes = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE_BYTES];
        bytes.get(nonce);
        byte[] text = new byte[bytes.remaining()];
        bytes.get(text);
        return new String(run(Cipher.DECRYPT_MODE, nonce, place, text), StandardCharsets.UTF_8);
    }

    private byte[] run(int mode, byte[] nonce, String place, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new SetupException(
                    Code.KEY_INVALID,
                    "A stored secret does not open with the key keys/app-secrets of this home. It was not used. Bring the"
                            + " key back, or store the secret again.",
                    e);
        }
    }
}
