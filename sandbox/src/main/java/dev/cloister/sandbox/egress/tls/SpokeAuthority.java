package dev.cloister.sandbox.egress.tls;

import dev.cloister.sandbox.SandboxException;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
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
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The certificate authority of one spoke. Its keys are made with it, live in this process's memory and nowhere else, and
 * end with it; nothing outside of that one sandbox trusts it.
 */
public final class SpokeAuthority {

    private static final Duration BEFORE = Duration.ofHours(1);
    private static final Duration AUTHORITY_HOLDS = Duration.ofDays(365);
    private static final Duration LEAF_HOLDS = Duration.ofDays(7);
    private static final int MOST_LEAVES = 64;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final KeyPair key;
    private final KeyPair leafKey;
    private final X500Name name;
    private final X509Certificate certificate;
    private final LinkedHashMap<String, Leaf> leaves = new LinkedHashMap<>();

    private record Leaf(SSLContext context, Instant until) {}

    /** @param clock when its certificates begin to hold */
    public SpokeAuthority(InstantSource clock) {
        this.clock = clock;
        try {
            key = newKey();
            leafKey = newKey();
            name = named("Cloister, this app's cell only " + new BigInteger(64, random).toString(36));
            JcaX509v3CertificateBuilder builder = builder(name, key, AUTHORITY_HOLDS);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            certificate = signed(builder);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw failed(e);
        }
    }

    /** Its certificate, for the sandbox to trust: PEM. */
    public String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
    }

    /** What a server of that host's name is set up with; made at the first call and again when it grows old. */
    public synchronized SSLContext serverOf(String host) {
        Leaf known = leaves.remove(host);
        if (known == null || known.until().isBefore(clock.instant())) {
            known = new Leaf(context(host), clock.instant().plus(LEAF_HOLDS.dividedBy(2)));
        }
        leaves.put(host, known);
        if (leaves.size() > MOST_LEAVES) {
            leaves.pollFirstEntry();
        }
        return known.context();
    }

    private SSLContext context(String host) {
        try {
            JcaX509v3CertificateBuilder builder = builder(named("Cloister's proxy"), leafKey, LEAF_HOLDS);
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] none = new char[0];
            store.setKeyEntry("leaf", leafKey.getPrivate(), none, new Certificate[] {signed(builder), certificate});
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] managers = keys.getKeyManagers();
            context.init(managers, null, random);
            return context;
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw failed(e);
        }
    }

    private JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair of, Duration holds)
            throws GeneralSecurityException, CertIOException {
        Instant now = clock.instant();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, random).add(BigInteger.ONE),
                Date.from(now.minus(BEFORE)),
                Date.from(now.plus(holds)),
                subject,
                of.getPublic());
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(of.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(key.getPublic()));
        return builder;
    }

    private X509Certificate signed(JcaX509v3CertificateBuilder builder)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X500Name named(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static SandboxException failed(Exception cause) {
        return new SandboxException(
                SandboxException.Code.EGRESS_FAILED,
                "The certificates of an app's cell could not be made. The app was not started. Check that this Java"
                        + " has elliptic curves.",
                cause);
    }
}
