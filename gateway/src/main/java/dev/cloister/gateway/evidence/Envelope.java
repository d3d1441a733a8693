package dev.cloister.gateway.evidence;

import java.util.List;

/**
 * A signed statement: an envelope of DSSE (Dead Simple Signing Envelope, protocol v1.0.2).
 *
 * @param payloadType what the payload is, a media type
 * @param payload the statement's bytes in base64
 * @param signatures by each of the instance's keys, over the payload's pre-authentication encoding
 */
public record Envelope(String payloadType, String payload, List<Signature> signatures) {

    public Envelope {
        signatures = List.copyOf(signatures);
    }

    /**
     * One signature.
     *
     * @param keyid algorithm, and the first 16 hex digits of the SHA-256 of the key's X.509 encoding
     * @param sig in base64
     */
    public record Signature(String keyid, String sig) {}
}
