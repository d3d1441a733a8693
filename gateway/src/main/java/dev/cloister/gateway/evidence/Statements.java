package dev.cloister.gateway.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.cloister.gateway.hash.Sha256;
import dev.cloister.gateway.ledger.SigningKeys;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Signs statements with both of the instance's keys, and opens what it signed. */
@ApplicationScoped
public class Statements {

    private static final String PREFIX = "DSSEv1";
    private static final int KEY_ID_DIGITS = 16;

    private final SigningKeys keys;
    private final ObjectMapper json;
    private final String ed25519;
    private final String mlDsa;

    public Statements(SigningKeys keys, ObjectMapper json) {
        this.keys = keys;
        this.json = json.copy()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(SerializationFeature.INDENT_OUTPUT);
        this.ed25519 = "ed25519:" + fingerprint(keys.ed25519PublicKey());
        this.mlDsa = "ml-dsa-65:" + fingerprint(keys.mlDsaPublicKey());
    }

    /** Signs a value's JSON. */
    public Envelope sign(String payloadType, Object statement) {
        try {
            byte[] payload = json.writeValueAsBytes(statement);
            byte[] message = preAuthentication(payloadType, payload);
            Base64.Encoder base64 = Base64.getEncoder();
            return new Envelope(
                    payloadType,
                    base64.encodeToString(payload),
                    List.of(
                            new Envelope.Signature(ed25519, base64.encodeToString(keys.signEd25519(message))),
                            new Envelope.Signature(mlDsa, base64.encodeToString(keys.signMlDsa(message)))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Statements are plain records.", e);
        }
    }

    /**
     * The payload of an envelope of that kind that this instance signed.
     *
     * @throws Refusal with STATEMENT_MALFORMED where it is of another kind or none, STATEMENT_FOREIGN where another instance signed it, or
     *     STATEMENT_TAMPERED where it was changed since
     */
    public byte[] open(String payloadType, Envelope envelope) {
        if (!payloadType.equals(envelope.payloadType())) {
            throw malformed();
        }
        byte[] payload = decoded(envelope.payload());
        byte[] message = preAuthentication(envelope.payloadType(), payload);
        byte[] first = signature(envelope, ed25519);
        byte[] second = signature(envelope, mlDsa);
        if (!keys.verifyEd25519(message, first) || !keys.verifyMlDsa(message, second)) {
            throw new Refusal(
                    422,
                    "STATEMENT_TAMPERED",
                    "The statement was changed after it was signed.",
                    "Do not rely on it. Ask for the original, or have the text checked anew.");
        }
        return payload;
    }

    private static byte[] signature(Envelope envelope, String keyId) {
        return envelope.signatures().stream()
                .filter(signature -> signature.keyid().equals(keyId))
                .findFirst()
                .map(signature -> decoded(signature.sig()))
                .orElseThrow(() -> new Refusal(
                        422,
                        "STATEMENT_FOREIGN",
                        "The statement was not signed by both keys of this instance.",
                        "Verify it with the keys of the instance that made it; they stand at its"
                                + " /.well-known/cloister."));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    /** For what is no statement of the kind that was asked for. */
    public static Refusal malformed() {
        return new Refusal(
                400,
                "STATEMENT_MALFORMED",
                "This is not the signed statement that was asked for.",
                "Send the report's JSON file as it was downloaded.");
    }

    /** DSSE protocol, "Signature Definition": PAE. */
    private static byte[] preAuthentication(String type, byte[] payload) {
        byte[] kind = type.getBytes(StandardCharsets.UTF_8);
        byte[] head =
                (PREFIX + " " + kind.length + " " + type + " " + payload.length + " ").getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + payload.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(payload, 0, all, head.length, payload.length);
        return all;
    }

    private static String fingerprint(String publicKey) {
        return Sha256.hex(Base64.getDecoder().decode(publicKey)).substring(0, KEY_ID_DIGITS);
    }
}
