package dev.cloister.watermark.key;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The secret of an installation from which every mark key is derived.
 *
 * <p>Security guarantees: the bytes never leave this object, not even in {@link #toString()}; on a token they are not even
 * here. A file is created for its owner alone and refused when others may read it; {@link #close()} overwrites the copy in
 * memory. Whoever loses the secret can no longer prove old marks, so it belongs into the backup.
 */
public final class MasterKey implements AutoCloseable {

    /** Length of the key in bytes. */
    public static final int BYTES = 32;

    private final HmacSecret secret;

    private MasterKey(HmacSecret secret) {
        this.secret = secret;
    }

    /**
     * Takes a copy of the given bytes, and leaves overwriting the original to the caller.
     *
     * @param secret exactly {@link #BYTES} bytes
     */
    public static MasterKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new WatermarkException(
                    Code.MASTER_KEY_INVALID, "A master key has " + BYTES + " bytes, not " + secret.length + ".");
        }
        return new MasterKey(new BytesSecret(secret));
    }

    /**
     * Reads the key from its file, and makes the file with a fresh random key where there is none.
     *
     * @throws WatermarkException with {@link Code#MASTER_KEY_INVALID} when the file is no key or not private; the file
     *     is left as it is
     */
    public static MasterKey openOrCreate(Path file) {
        return openOrCreate(file, Optional.empty());
    }

    /**
     * The same for a key that is encrypted under another, which lies elsewhere: who has the file alone has nothing. A
     * file that is not encrypted yet is encrypted now.
     *
     * @param wrappingKey a private file of {@link #BYTES} random bytes
     */
    public static MasterKey openOrCreate(Path file, Optional<Path> wrappingKey) {
        return MasterKeyFile.openOrCreate(file, wrappingKey.map(WrappingKey::read));
    }

    /**
     * The key that a PKCS #11 token keeps, made on the token where it has none of that name. It cannot be read from it.
     *
     * @param configuration of the provider SunPKCS11: a file with at least {@code name} and {@code library}
     * @param pin of the token's user
     * @param alias the key's label
     * @throws WatermarkException with {@link Code#MASTER_KEY_INVALID} where the token cannot be used
     */
    public static MasterKey onToken(Path configuration, char[] pin, String alias) {
        return new MasterKey(TokenSecret.openOrCreate(configuration, pin, alias));
    }

    byte[] derive(byte[] message) {
        return secret.hmac(message);
    }

    /** Overwrites the key in memory; deriving from it fails from now on. */
    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "MasterKey[secret]";
    }
}
