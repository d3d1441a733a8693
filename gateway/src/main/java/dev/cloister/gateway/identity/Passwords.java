package dev.cloister.gateway.identity;

import dev.cloister.gateway.problem.Refusal;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Password hashes: Argon2id (RFC 9106) with 19 MiB, two passes and one lane, as OWASP's password storage cheat sheet
 * recommends. At most two run at once, so that sign-in attempts cannot fill the memory.
 */
public final class Passwords {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final Semaphore AT_ONCE = new Semaphore(2);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A hash that no password has; compared when the account does not exist, so that both take the same time. */
    static final String UNKNOWN_ACCOUNT = format(new byte[16], new byte[HASH_BYTES]);

    private Passwords() {}

    /** The hash in PHC string format. */
    public static String hash(String password) {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return format(salt, derive(password, salt));
    }

    /** Whether the password is the one that was hashed; in constant time for one hash. */
    public static boolean matches(String password, String hash) {
        String[] parts = hash.split("\\$", -1);
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] derived = derive(password, base64.decode(parts[4]));
        return MessageDigest.isEqual(derived, base64.decode(parts[5]));
    }

    private static String format(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(MEMORY_KIB, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    private static boolean turnCame() {
        try {
            return AT_ONCE.tryAcquire(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static byte[] derive(String password, byte[] salt) {
        Argon2Parameters parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(LANES)
                .withSalt(salt)
                .build();
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] derived = new byte[HASH_BYTES];
        if (!turnCame()) {
            throw new Refusal(429, "SIGN_IN_BUSY", "Too many people sign in at once.", "Try again in a few seconds.");
        }
        try {
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), derived);
        } finally {
            AT_ONCE.release();
        }
        return derived;
    }
}
