package dev.cloister.retrieval.federation.offer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passages under a key each: AES-256-GCM over the passage, padded to the snapshot's slot. A key serves one passage and nothing
 * else, so that its nonce is constant; the passage's number is authenticated.
 */
public final class Passages {

    /** Length of a key. */
    public static final int KEY_BYTES = 32;

    /** What a slot takes beside the passage: its length and the tag. */
    static final int OVERHEAD = Integer.BYTES + 16;

    private static final int TAG_BITS = 128;
    private static final byte[] NONCE = new byte[12];

    private Passages() {}

    /** A slot that holds the title and the text of one passage, divided by a line's end. */
    static byte[] seal(int number, String passage, int slotBytes, byte[] key) {
        byte[] text = passage.getBytes(StandardCharsets.UTF_8);
        ByteBuffer padded = ByteBuffer.allocate(slotBytes - TAG_BITS / Byte.SIZE);
        padded.putInt(text.length).put(text);
        try {
            return cipher(Cipher.ENCRYPT_MODE, number, key).doFinal(padded.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A passage cannot be sealed", e);
        }
    }

    /** The passage, where the key is that passage's and nobody changed the slot. */
    public static Optional<String> open(int number, byte[] slot, byte[] key) {
        try {
            ByteBuffer padded =
                    ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, number, key).doFinal(slot));
            int length = padded.getInt();
            return length < 0 || length > padded.remaining()
                    ? Optional.empty()
                    : Optional.of(new String(
                            Arrays.copyOfRange(padded.array(), Integer.BYTES, Integer.BYTES + length),
                            StandardCharsets.UTF_8));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A passage cannot be opened", e);
        }
    }

    private static Cipher cipher(int mode, int number, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, NONCE));
        cipher.updateAAD(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
        return cipher;
    }
}
