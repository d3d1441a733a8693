package dev.cloister.watermark.prf;

import dev.cloister.watermark.key.MarkKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The 64-bit keys that published schemes take, drawn from a mark key: number i is the first 8 bytes of HMAC-SHA256 of a
 * domain separator and i, both big-endian. Not for several threads.
 */
public final class KeyStream {

    private static final byte[] DOMAIN = "cloister/mark-key-stream/v1\0".getBytes(StandardCharsets.US_ASCII);

    private final Mac mac;
    private int drawn;

    private KeyStream(Mac mac) {
        this.mac = mac;
    }

    public static KeyStream of(MarkKey key) {
        byte[] secret = key.reveal();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return new KeyStream(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has HmacSHA256.", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** The next key. */
    public long next() {
        mac.update(DOMAIN);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, drawn++));
        return ByteBuffer.wrap(mac.doFinal()).getLong();
    }

    /** The next so many. */
    public List<Long> next(int count) {
        List<Long> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(next());
        }
        return List.copyOf(keys);
    }
}
