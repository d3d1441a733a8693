package dev.cloister.inference.session;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** Makes {@link Prefix}es: HMAC-SHA-256 (RFC 2104) under a key that this process made and nobody else knows. */
final class PrefixDigest {

    private static final String ALGORITHM = "HmacSHA256";

    private final int chunkTokens;
    private final SecretKey key;

    PrefixDigest(int chunkTokens) {
        this.chunkTokens = chunkTokens;
        try {
            key = KeyGenerator.getInstance(ALGORITHM).generateKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** All whole chunks of a prompt. */
    Prefix of(int[] prompt) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            List<ByteBuffer> chunks = new ArrayList<>();
            ByteBuffer tokens = ByteBuffer.allocate(Integer.BYTES * chunkTokens);
            byte[] before = {};
            for (int from = 0; from + chunkTokens <= prompt.length; from += chunkTokens) {
                tokens.asIntBuffer().put(prompt, from, chunkTokens);
                mac.update(before);
                before = mac.doFinal(tokens.array());
                chunks.add(ByteBuffer.wrap(before).asReadOnlyBuffer());
            }
            return new Prefix(chunks);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
