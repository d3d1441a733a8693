package dev.cloister.retrieval.transfer;

import java.nio.ByteBuffer;
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

    /** Pads of a run of passages by one seed: AES-256 of their numbers, two blocks each. */
    static byte[] ofSeed(byte[] seed, int[] passages) {
        ByteBuffer numbers = ByteBuffer.allocate(passages.length * BYTES);
        for (int passage : passages) {
            for (int half = 0; half < BYTES / AES_BLOCK; half++) {
                numbers.putLong(0).putInt(passage).putInt(half);
            }
        }
        try {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(seed, "AES"));
            return aes.doFinal(numbers.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES", e);
        }
    }

    static void xor(byte[] into, int at, byte[] with, int from, int length) {
        for (int i = 0; i < length; i++) {
            into[at + i] ^= with[from + i];
        }
    }
}
