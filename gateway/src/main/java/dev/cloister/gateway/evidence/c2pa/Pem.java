package dev.cloister.gateway.evidence.c2pa;

import dev.cloister.gateway.home.Secrets;
import dev.cloister.gateway.home.SetupException;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.jspecify.annotations.Nullable;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Certificates and keys as text (RFC 7468). */
final class Pem {

    private Pem() {}

    /**
     * Reads a signer.
     *
     * @param chain certificates, the signer's first
     * @param key its private key without a password, of P-256 or Ed25519; may be the same file
     * @throws SetupException with KEY_INVALID
     */
    static ClaimSigner signer(Path chain, Path key) {
        try {
            List<X509Certificate> certificates = certificates(chain);
            Optional<PrivateKeyInfo> secret = Optional.empty();
            for (Object one : read(key)) {
                if (one instanceof PrivateKeyInfo info) {
                    secret = Optional.of(info);
                } else if (one instanceof PEMKeyPair pair) {
                    secret = Optional.of(pair.getPrivateKeyInfo());
                }
            }
            if (certificates.isEmpty() || secret.isEmpty()) {
                throw invalid(chain, key, null);
            }
            ClaimSigner signer = new ClaimSigner(certificates, key(certificates.getFirst(), secret.get()));
            if (!signer.fits()) {
                throw invalid(chain, key, null);
            }
            return signer;
        } catch (IOException | GeneralSecurityException e) {
            throw invalid(chain, key, e);
        }
    }

    /** All certificates of a file. */
    static List<X509Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object one : read(file)) {
            if (one instanceof X509CertificateHolder certificate) {
                certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
            }
        }
        return certificates;
    }

    /** Writes a file for its owner alone; where that fails half way, what was there before is kept. */
    static void save(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Secrets.write(fresh, text.getBytes(StandardCharsets.US_ASCII));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static PrivateKey key(X509Certificate certificate, PrivateKeyInfo info)
            throws GeneralSecurityException, IOException {
        return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
    }

    /** A signer's certificates and key. */
    static String written(ClaimSigner signer) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter out = new JcaPEMWriter(text)) {
            for (X509Certificate certificate : signer.chain()) {
                out.writeObject(certificate);
            }
            out.writeObject(new JcaPKCS8Generator(signer.key(), null));
        }
        return text.toString();
    }

    /** A certificate alone. */
    static String written(X509Certificate certificate) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter out = new JcaPEMWriter(text)) {
            out.writeObject(certificate);
        }
        return text.toString();
    }

    private static List<Object> read(Path file) throws IOException {
        List<Object> all = new ArrayList<>();
        try (PEMParser in = new PEMParser(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)))) {
            for (Object one = in.readObject(); one != null; one = in.readObject()) {
                all.add(one);
            }
        }
        return all;
    }

    private static SetupException invalid(Path chain, Path key, @Nullable Exception cause) {
        String message =
                "The certificate " + chain + " and the key " + key + " cannot sign claims: they must be PEM files,"
                        + " the signer's certificate first, and its own key without a password, on the curve P-256 or of"
                        + " Ed25519. Nothing was changed.";
        return cause == null
                ? new SetupException(SetupException.Code.KEY_INVALID, message)
                : new SetupException(SetupException.Code.KEY_INVALID, message, cause);
    }
}
