package dev.cloister.inference.tool;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** Names of calls. */
public final class CallIds {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 24;
    private static final int SHORT_LENGTH = 9;
    private static final SecureRandom RANDOM = new SecureRandom();

    private CallIds() {}

    /** A new id: {@code call_} and 24 letters and digits (142 bits). */
    public static String fresh() {
        StringBuilder id = new StringBuilder("call_");
        RANDOM.ints(LENGTH, 0, ALPHABET.length()).forEach(index -> id.append(ALPHABET.charAt(index)));
        return id.toString();
    }

    /** The id as templates are given it: nine letters and digits, since some models know no other. */
    public static String shortened(String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < SHORT_LENGTH; i++) {
                text.append(ALPHABET.charAt((hash[i] & 0xFF) % ALPHABET.length()));
            }
            return text.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
