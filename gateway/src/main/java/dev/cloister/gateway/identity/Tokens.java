package dev.cloister.gateway.identity;

import dev.cloister.gateway.hash.Sha256;
import dev.cloister.gateway.home.Secrets;

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
        return Sha256.of(token);
    }
}
