package dev.cloister.gateway.evidence.c2pa;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A signature over a claim that it does not hold: COSE_Sign1 (RFC 9052, 4.2) with the signer's certificates among the protected headers
 * (RFC 9360; C2PA 2.3, 13.2).
 *
 * @param headers the protected headers, as they were signed
 * @param signature as COSE has it
 */
record CoseSignature(byte[] headers, byte[] signature) {

    private static final int TAG = 18;
    private static final int ALGORITHM = 1;
    private static final int CERTIFICATES = 33;
    private static final int MOST_CERTIFICATES = 10;

    /** One alone cannot have every length. */
    private static final Set<String> FILLING = Set.of("pad", "pad2");

    /** What COSE calls the algorithms that C2PA allows, and what Java calls them. */
    private enum Algorithm {
        ES256(-7, "SHA256withECDSAinP1363Format"),
        ES384(-35, "SHA384withECDSAinP1363Format"),
        ES512(-36, "SHA512withECDSAinP1363Format"),
        PS256(-37, "SHA-256"),
        PS384(-38, "SHA-384"),
        PS512(-39, "SHA-512"),
        EDDSA(-8, "Ed25519");

        private final int number;
        private final String javaName;

        Algorithm(int number, String javaName) {
            this.number = number;
            this.javaName = javaName;
        }

        static Algorithm numbered(int number) throws CredentialException {
            return Arrays.stream(values())
                    .filter(one -> one.number == number)
                    .findFirst()
                    .orElseThrow(() ->
                            CredentialException.unreadable("It is signed in a way that this version does not know."));
        }

        Signature signature() throws GeneralSecurityException {
            return switch (this) {
                case PS256, PS384, PS512 -> pss();
                default -> Signature.getInstance(javaName);
            };
        }

        private Signature pss() throws GeneralSecurityException {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            MGF1ParameterSpec mask = new MGF1ParameterSpec(javaName);
            int salt = Integer.parseInt(javaName.substring("SHA-".length())) / Byte.SIZE;
            signature.setParameter(new PSSParameterSpec(javaName, "MGF1", mask, salt, 1));
            return signature;
        }
    }

    /** Signs a claim with a key on the curve P-256 or of Ed25519. */
    static CoseSignature sign(byte[] claim, List<X509Certificate> chain, PrivateKey key) {
        try {
            Algorithm algorithm =
                    chain.getFirst().getPublicKey() instanceof ECPublicKey ? Algorithm.ES256 : Algorithm.EDDSA;
            List<byte[]> certificates = new ArrayList<>();
            for (X509Certificate certificate : chain) {
                certificates.add(certificate.getEncoded());
            }
            byte[] headers = Cbor.write(Map.of(
                    ALGORITHM,
                    algorithm.number,
                    CERTIFICATES,
                    certificates.size() == 1 ? certificates.getFirst() : certificates));
            Signature signature = algorithm.signature();
            signature.initSign(key);
            signature.update(signed(headers, claim));
            return new CoseSignature(headers, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The signer's key was tried when it was read.", e);
        }
    }

    /** Its bytes, with so many zeros to fill a place whose length was said before it was known (C2PA 2.3, 10.4.2). */
    byte[] bytes(int padding) {
        return bytes(headers, Map.of("pad", new byte[padding]), signature);
    }

    /**
     * Whose signature of that claim it is; neither dates nor issuers are looked at.
     *
     * @throws CredentialException where it is nobody's
     */
    static X509Certificate signer(byte[] cose, byte[] claim) throws CredentialException {
        JsonNode parts = Cbor.read(cose);
        if (!parts.isArray()
                || parts.size() != 4
                || !parts.get(0).isBinary()
                || !parts.get(1).isObject()
                || !parts.get(2).isNull()
                || !parts.get(3).isBinary()) {
            throw CredentialException.unreadable("Its signature has another form.");
        }
        try {
            byte[] headers = parts.get(0).binaryValue();
            requireNothingElse(cose, parts);
            JsonNode read = Cbor.read(headers);
            if (!read.path("1").isInt() || read.has("2")) {
                throw CredentialException.unreadable("Its signature asks for more than this version knows.");
            }
            X509Certificate certificate = certificate(read.path("33"));
            if (!verifies(
                    certificate.getPublicKey(),
                    read,
                    signed(headers, claim),
                    parts.get(3).binaryValue())) {
                throw CredentialException.tampered("The signature is not its signer's.");
            }
            return certificate;
        } catch (IOException e) {
            throw CredentialException.unreadable("Its signature has another form.");
        }
    }

    private static boolean verifies(PublicKey key, JsonNode headers, byte[] message, byte[] signature)
            throws CredentialException {
        try {
            Signature verifier =
                    Algorithm.numbered(headers.path("1").intValue()).signature();
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw CredentialException.unreadable("It is signed with a key of a kind that this version does not know.");
        }
    }

    private static X509Certificate certificate(JsonNode header) throws CredentialException, IOException {
        JsonNode first = header.isArray() ? header.path(0) : header;
        if (!first.isBinary() || header.size() > MOST_CERTIFICATES) {
            throw CredentialException.unreadable("Its signature has no certificate.");
        }
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(first.binaryValue()));
        } catch (CertificateException e) {
            throw CredentialException.unreadable("Its signer's certificate cannot be read.");
        }
    }

    /** The headers that nobody signed fill a place with zeros, and the bytes could be no others for the same parts. */
    private static void requireNothingElse(byte[] cose, JsonNode parts) throws CredentialException, IOException {
        Map<String, Object> filling = new HashMap<>();
        for (Map.Entry<String, JsonNode> header : parts.get(1).properties()) {
            if (!FILLING.contains(header.getKey()) || !header.getValue().isBinary()) {
                throw CredentialException.unreadable("Its signature has headers that nobody signed.");
            }
            byte[] bytes = header.getValue().binaryValue();
            if (!Arrays.equals(bytes, new byte[bytes.length])) {
                throw CredentialException.tampered("What fills up the signature is not empty.");
            }
            filling.put(header.getKey(), bytes);
        }
        byte[] plain = bytes(parts.get(0).binaryValue(), filling, parts.get(3).binaryValue());
        if (!Arrays.equals(plain, cose)) {
            throw CredentialException.unreadable("Its signature has another form.");
        }
    }

    private static byte[] bytes(byte[] headers, Map<String, Object> filling, byte[] signature) {
        return Cbor.write(new Cbor.Tagged(TAG, List.of(headers, filling, Cbor.NULL, signature)));
    }

    /** Sig_structure (RFC 9052, 4.4). */
    private static byte[] signed(byte[] headers, byte[] claim) {
        return Cbor.write(List.of("Signature1", headers, new byte[0], claim));
    }
}
