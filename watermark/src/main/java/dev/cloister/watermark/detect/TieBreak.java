package dev.cloister.watermark.detect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Draws from a text what decides its ties, so that the same text always gets the same answer. */
final class TieBreak {

    private static final byte[] DOMAIN = "cloister/mark-tie/v1\0".getBytes(StandardCharsets.US_ASCII);

    private TieBreak() {}

    /** In (0, 1); knows nothing of the key but its public name, so nothing of the score. */
    static double of(int[] tokens, TextWindows.Window part, Candidate candidate) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(DOMAIN);
            digest.update((candidate.scheme().name() + "\0" + candidate.keyId()).getBytes(StandardCharsets.UTF_8));
            ByteBuffer ids = ByteBuffer.allocate((part.to() - part.from()) * Integer.BYTES);
            ids.asIntBuffer().put(tokens, part.from(), part.to() - part.from());
            digest.update(ids);
            long bits = ByteBuffer.wrap(digest.digest()).getLong();
            return ((bits >>> 11) + 0.5) * 0x1p-53;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
