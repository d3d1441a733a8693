package dev.cloister.retrieval.federation.party;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Who a node is: SHA-256 of its public key (SubjectPublicKeyInfo), 64 hexadecimal digits. Names can be chosen, this cannot.
 */
public record PartyId(String fingerprint) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    /** @throws RetrievalException FEDERATION_MESSAGE_MALFORMED where it is no fingerprint */
    public PartyId {
        if (!FORM.matcher(fingerprint).matches()) {
            throw new RetrievalException(
                    Code.FEDERATION_MESSAGE_MALFORMED, "A fingerprint has 64 hexadecimal digits in lower case.");
        }
    }

    /** Of a public key. */
    public static PartyId of(PublicKey key) {
        try {
            return new PartyId(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getEncoded())));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** The first twelve digits in threes, for people to compare. */
    public String brief() {
        return fingerprint.substring(0, 12).replaceAll("(.{3})(?!$)", "$1-");
    }

    @Override
    public String toString() {
        return fingerprint;
    }
}
