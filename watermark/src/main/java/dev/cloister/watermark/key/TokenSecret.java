package dev.cloister.watermark.key;

import dev.cloister.watermark.WatermarkException;
import dev.cloister.watermark.WatermarkException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;

import javax.crypto.KeyGenerator;
import javax.crypto.Mac;

/** A secret on a PKCS #11 token (OASIS PKCS #11 3.0; the provider is the JDK's SunPKCS11). The token computes. */
final class TokenSecret implements HmacSecret {

    private static final String PROVIDER = "SunPKCS11";
    private static final int BITS = 256;

    private final Provider token;
    private final Key key;

    private TokenSecret(Provider token, Key key) {
        this.token = token;
        this.key = key;
    }

    static TokenSecret openOrCreate(Path configuration, char[] pin, String alias) {
        try {
            Provider provider = Security.getProvider(PROVIDER);
            if (provider == null) {
                throw new WatermarkException(Code.MASTER_KEY_INVALID, "This Java runtime has no " + PROVIDER + ".");
            }
            Provider token = provider.configure(configuration.toString());
            KeyStore keys = KeyStore.getInstance("PKCS11", token);
            keys.load(null, pin);
            if (!keys.containsAlias(alias)) {
                KeyGenerator generator = KeyGenerator.getInstance(ALGORITHM, token);
                generator.init(BITS);
                keys.setKeyEntry(alias, generator.generateKey(), null, null);
            }
            return new TokenSecret(token, keys.getKey(alias, null));
        } catch (GeneralSecurityException | IOException | ProviderException | IllegalArgumentException e) {
            throw new WatermarkException(
                    Code.MASTER_KEY_INVALID,
                    "The token of " + configuration + " cannot be used; nothing was changed. Check the library, the"
                            + " slot and the PIN.",
                    e);
        }
    }

    @Override
    public byte[] hmac(byte[] message) {
        try {
            return HmacSecret.hmac(Mac.getInstance(ALGORITHM, token), key, message);
        } catch (GeneralSecurityException | ProviderException e) {
            throw new WatermarkException(
                    Code.MASTER_KEY_INVALID,
                    "The token with the master key does not answer. Nothing was marked. Put it back and start again.",
                    e);
        }
    }

    /** Nothing of the key is here. */
    @Override
    public void close() {
        token.clear();
    }
}
