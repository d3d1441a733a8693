package dev.cloister.retrieval.ring.sampling;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/** 256 bits from which random streams are expanded. Its text form never shows them. */
public final class Seed implements AutoCloseable {

    public static final int BYTES = 32;

    private static final String DOMAIN = "cloister encrypted search 1 ";

    private final byte[] bytes;

    private Seed(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A fresh one. */
    public static Seed random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Seed(bytes);
    }

    /** @param bytes exactly {@link #BYTES}; copied */
    public static Seed of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A seed has " + BYTES + " bytes, not " + bytes.length);
        }
        return new Seed(bytes.clone());
    }

    /** A copy of the bits. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The seed for another purpose: SHA-256 of the protocol's name and version, the purpose and this seed. Nothing of this
     * seed, nor of those for other purposes, can be computed from it.
     */
    public Seed derive(String purpose) {
        return new Seed(digest(purpose, bytes));
    }

    /** SHA-256 of the protocol's name and version, the purpose, a zero byte and the contents. */
    public static byte[] digest(String purpose, byte[]... contents) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((DOMAIN + purpose).getBytes(StandardCharsets.US_ASCII));
            digest.update((byte) 0);
            for (byte[] content : contents) {
                digest.update(content);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** The stream of that label; streams of different labels are independent. */
    public RandomStream stream(int label, int part) {
        return new RandomStream(bytes, label, part);
    }

    /** Overwrites the bits. */
    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Seed[hidden]";
    }
}
