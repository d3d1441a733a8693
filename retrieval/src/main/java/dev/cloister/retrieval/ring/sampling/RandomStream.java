package dev.cloister.retrieval.ring.sampling;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 in counter mode as a random stream (NIST SP 800-38A, section 6.5): the key is a seed, the first counter block is
 * the label and the part as 32-bit numbers and eight zero bytes. Numbers are read big-endian, from each stream only numbers
 * of one size.
 */
public final class RandomStream implements AutoCloseable {

    private static final int BUFFER = 8192;
    private static final byte[] ZEROS = new byte[BUFFER];

    private final Cipher cipher;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteBuffer numbers = ByteBuffer.wrap(buffer).limit(0);

    RandomStream(byte[] key, int label, int part) {
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            byte[] counter = ByteBuffer.allocate(16).putInt(label).putInt(part).array();
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES in counter mode", e);
        }
    }

    int nextByte() {
        return ready(1).get() & 0xff;
    }

    int nextShort() {
        return ready(Short.BYTES).getShort() & 0xffff;
    }

    int nextInt() {
        return ready(Integer.BYTES).getInt();
    }

    long nextLong() {
        return ready(Long.BYTES).getLong();
    }

    private ByteBuffer ready(int bytes) {
        if (numbers.remaining() < bytes) {
            refill();
        }
        return numbers;
    }

    private void refill() {
        try {
            cipher.update(ZEROS, 0, BUFFER, buffer, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("The buffer holds what is asked for", e);
        }
        numbers.clear();
    }

    /** Overwrites what was drawn. The cipher's own key is the garbage collector's. */
    @Override
    public void close() {
        Arrays.fill(buffer, (byte) 0);
        numbers.limit(0);
    }
}
