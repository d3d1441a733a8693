package dev.cloister.gateway.identity;

import dev.cloister.gateway.home.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Random tokens; the database holds their SHA-256 only. 256 random bits need no slow hash. */
final class Tokens {

    private static final String API_PREFIX = "clo_";

    private Tokens() {}

    static String fresh() {
        return Secrets.token();
    }

    static String freshApiToken() {
        return API_PREFIX + Secrets.token();
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
