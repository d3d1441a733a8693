package dev.cloister.retrieval.transfer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** What keys are masked with. */
final class Pads {

    static final int BYTES = 32;

    private static final int AES_BLOCK = 16;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Pads() {}

    /** A pad of a point that both sides can compute, for one place of one transfer of one session. */
    static byte[] ofPoint(byte[] point, byte[] session, int transfer, int place) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update("cloister transfer 1".getBytes(StandardCharsets.US_ASCII));
            hash.update(session);
            hash.update(ByteBuffer.allocate(2 * Integer.BYTES)
                    .putInt(transfer)
                    .putInt(place)
                    .array());
            return hash.digest(point);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** The pad of a passage by one seed: AES-256 of its number, in two blocks. */
    static byte[] ofSeed(byte[] seed, int passage) {
        byte[] number = new byte[BYTES];
        number(passage, number, 0);
        try {
            Cipher aes = aes();
            aes.init(Cipher.ENCRYPT_MODE, key(seed));
            return aes.doFinal(number);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES", e);
        }
    }

    /** Two blocks of which AES makes a passage's pad. */
    static void number(int passage, byte[] into, int at) {
        for (int half = 0; half < BYTES / AES_BLOCK; half++) {
            INTS.set(into, at + half * AES_BLOCK + 2 * Integer.BYTES, passage);
            INTS.set(into, at + half * AES_BLOCK + 3 * Integer.BYTES, half);
        }
    }

    static Cipher aes() {
        try {
            return Cipher.getInstance("AES/ECB/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES", e);
        }
    }

    static SecretKeySpec key(byte[] seed) {
        return new SecretKeySpec(seed, "AES");
    }

    /** @param length a multiple of 8 */
    static void xor(byte[] into, int at, byte[] with, int from, int length) {
        for (int i = 0; i < length; i += Long.BYTES) {
            LONGS.set(into, at + i, (long) LONGS.get(into, at + i) ^ (long) LONGS.get(with, from + i));
        }
    }
}
