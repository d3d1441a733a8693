package dev.cloister.retrieval.federation.party;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.Predicate;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * A node's own key (P-256) and the certificate that it signed for itself. No authority vouches for anybody: nodes know each
 * other by the fingerprints of their keys, which they exchanged with the invitation.
 *
 * <p>Security: the private key lies in a file that its owner alone may read, and nowhere else.
 */
public final class NodeIdentity {

    private static final String FILE = "identity.p12";
    private static final String ALIAS = "node";
    private static final char[] NO_PASSWORD = new char[0];
    private static final Duration HOLDS = Duration.ofDays(3652);

    private final KeyStore store;
    private final X509Certificate certificate;

    private NodeIdentity(KeyStore store, X509Certificate certificate) {
        this.store = store;
        this.certificate = certificate;
    }

    /** Whether that folder holds one. */
    public static boolean exists(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }

    /**
     * Makes an identity.
     *
     * @param name for people, in the certificate
     * @throws RetrievalException FEDERATION_STATE_UNAVAILABLE where there is one already, or the folder cannot be written
     */
    public static NodeIdentity create(Path folder, String name) {
        if (exists(folder)) {
            throw unavailable("There is an identity already; parties know this node by it.", null);
        }
        try {
            SecureRandom random = new SecureRandom();
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair key = keys.generateKeyPair();
            X509Certificate certificate = signed(key, name, random);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry(ALIAS, key.getPrivate(), NO_PASSWORD, new Certificate[] {certificate});
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(
                    folder,
                    "identity",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (OutputStream out = Files.newOutputStream(draft)) {
                store.store(out, NO_PASSWORD);
            }
            Files.move(draft, folder.resolve(FILE));
            return new NodeIdentity(store, certificate);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw unavailable("The node's identity cannot be written to " + folder + ".", e);
        }
    }

    /** @throws RetrievalException FEDERATION_STATE_UNAVAILABLE where there is none, or it cannot be read */
    public static NodeIdentity open(Path folder) {
        if (!exists(folder)) {
            throw unavailable("This node has no identity yet. Make one with ./cloister federation init.", null);
        }
        try (InputStream in = Files.newInputStream(folder.resolve(FILE))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, NO_PASSWORD);
            if (store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
                return new NodeIdentity(store, certificate);
            }
            throw unavailable("The node's identity holds no certificate.", null);
        } catch (GeneralSecurityException | IOException e) {
            throw unavailable("The node's identity in " + folder + " cannot be read.", e);
        }
    }

    public PartyId id() {
        return PartyId.of(certificate.getPublicKey());
    }

    /** The name that it was made with. */
    public String name() {
        return certificate.getSubjectX500Principal().getName().replaceFirst("^CN=", "");
    }

    /** TLS in which both sides show their keys and the other side's must be one that is expected. */
    public SSLContext tls(Predicate<PartyId> expected) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), new TrustManager[] {new PinnedKeys(expected)}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw unavailable("TLS cannot be set up.", e);
        }
    }

    private static X509Certificate signed(KeyPair key, String name, SecureRandom random)
            throws GeneralSecurityException, OperatorCreationException {
        Instant now = Instant.now();
        var subject = new X500NameBuilder().addRDN(BCStyle.CN, name).build();
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                subject,
                                new BigInteger(127, random).add(BigInteger.ONE),
                                Date.from(now.minus(Duration.ofHours(1))),
                                Date.from(now.plus(HOLDS)),
                                subject,
                                key.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
    }

    private static RetrievalException unavailable(String what, @org.jspecify.annotations.Nullable Exception cause) {
        RetrievalException failure = new RetrievalException(Code.FEDERATION_STATE_UNAVAILABLE, what);
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }
}
