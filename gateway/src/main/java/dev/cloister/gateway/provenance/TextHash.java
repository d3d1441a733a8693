package dev.cloister.gateway.provenance;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import javax.crypto.Mac;

/**
 * HMAC-SHA256 of a text that comes in parts, under the instance's own key: who reads the log alone cannot find a short
 * text by trying. Not for several threads.
 */
public final class TextHash {

    private final Mac mac;

    TextHash(Mac mac) {
        this.mac = mac;
    }

    public void add(String more) {
        mac.update(more.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of all parts, as hex; begins anew. */
    public String hex() {
        return HexFormat.of().formatHex(mac.doFinal());
    }
}
