package dev.cloister.gateway.evidence.c2pa;

import org.jspecify.annotations.Nullable;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What claims are signed with.
 *
 * @param chain the signer's certificate first, then what leads to its root, without the root
 * @param key the signer's private key
 */
record ClaimSigner(List<X509Certificate> chain, PrivateKey key) {

    /** {@code c2pa-kp-claimSigning}. */
    static final String CLAIM_SIGNING = "1.3.6.1.4.1.62558.2.1";

    /** RFC 9336. */
    static final String DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";

    private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
    private static final Set<String> PURPOSES = Set.of(CLAIM_SIGNING, DOCUMENT_SIGNING, EMAIL_PROTECTION);
    private static final int P256_BITS = 256;

    ClaimSigner {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Whether other programs take it for a claim signer's: for signatures, for a purpose that they accept, and no authority (14.5.1). */
    boolean acceptable() {
        X509Certificate certificate = certificate();
        boolean @Nullable [] usage = certificate.getKeyUsage();
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return certificate.getBasicConstraints() < 0
                    && usage != null
                    && usage[0]
                    && purposes != null
                    && purposes.stream().anyMatch(PURPOSES::contains);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** Whether each certificate is issued by the one behind it. */
    boolean linked() {
        try {
            for (int place = 1; place < chain.size(); place++) {
                X509Certificate issuer = chain.get(place);
                if (!chain.get(place - 1).getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                    return false;
                }
                chain.get(place - 1).verify(issuer.getPublicKey());
            }
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether its certificate is valid then. */
    boolean validAt(Instant time) {
        return !time.isBefore(certificate().getNotBefore().toInstant())
                && !time.isAfter(certificate().getNotAfter().toInstant());
    }

    /** Whether the key is the certificate's and of a kind that signs here: P-256 or Ed25519. */
    boolean fits() {
        String algorithm =
                switch (certificate().getPublicKey()) {
                    case ECPublicKey key when key.getParams().getOrder().bitLength() == P256_BITS -> "SHA256withECDSA";
                    case EdECPublicKey key when key.getParams().getName().equals("Ed25519") -> "Ed25519";
                    default -> "";
                };
        byte[] probe = {1};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate().getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
