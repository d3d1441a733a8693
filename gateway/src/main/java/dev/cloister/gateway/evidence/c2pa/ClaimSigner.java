package dev.cloister.gateway.evidence.c2pa;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.List;

/**
 * What claims are signed with.
 *
 * @param chain the signer's certificate first, then what leads to its root, without the root
 * @param key the signer's private key
 */
record ClaimSigner(List<X509Certificate> chain, PrivateKey key) {

    private static final int P256_BITS = 256;

    ClaimSigner {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
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
