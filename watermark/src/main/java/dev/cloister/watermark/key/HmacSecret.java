package dev.cloister.watermark.key;

import java.security.GeneralSecurityException;
import java.security.Key;

import javax.crypto.Mac;

/** A secret that nothing can be asked for but HMAC-SHA256. */
sealed interface HmacSecret extends AutoCloseable permits BytesSecret, TokenSecret {

    String ALGORITHM = "HmacSHA256";

    byte[] hmac(byte[] message);

    @Override
    void close();

    static byte[] hmac(Mac mac, Key key, byte[] message) throws GeneralSecurityException {
        mac.init(key);
        return mac.doFinal(message);
    }
}
