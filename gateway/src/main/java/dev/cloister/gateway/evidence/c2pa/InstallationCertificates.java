package dev.cloister.gateway.evidence.c2pa;

import dev.cloister.gateway.home.SetupException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;

/**
 * The installation's own certificates for claims, in two files of the home: a root that signs nothing but signers, and the signer, with
 * the extensions that C2PA asks for (C2PA 2.3, 14.5.1). Nobody outside vouches for them.
 *
 * @param root what the signers of this installation are told by
 * @param signer what signs now
 */
record InstallationCertificates(X509Certificate root, ClaimSigner signer) {

    private static final Duration ROOT_LIFE = Duration.ofDays(20 * 365);
    private static final Duration SIGNER_LIFE = Duration.ofDays(10 * 365);
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final int SERIAL_BITS = 120;
    private static final String REMEDY =
            "Nothing was changed. Put the backup of c2pa-root.pem and c2pa-signer.pem back; where there is none, move both"
                    + " away, and new ones are made, under a root that others must be given anew.";

    /**
     * The certificates of that folder; made on the first call, and the signer anew before it expires.
     *
     * @throws SetupException with KEY_INVALID where they cannot be read or do not belong together, or the root is missing
     */
    static InstallationCertificates in(Path folder, Instant now) {
        Path rootFile = folder.resolve("c2pa-root.pem");
        Path signerFile = folder.resolve("c2pa-signer.pem");
        try {
            if (!Files.exists(rootFile)) {
                require(!Files.exists(signerFile), "c2pa-root.pem is missing from " + folder + ".");
                Pem.save(rootFile, Pem.written(root(now)));
            }
            ClaimSigner root = Pem.signer(rootFile, rootFile);
            if (Files.exists(signerFile)) {
                InstallationCertificates kept =
                        new InstallationCertificates(root.certificate(), Pem.signer(signerFile, signerFile));
                require(
                        kept.issued(kept.signer.certificate()),
                        "c2pa-root.pem in " + folder + " did not issue c2pa-signer.pem there.");
                if (!kept.due(now)) {
                    return kept;
                }
            }
            Pem.save(signerFile, Pem.written(signer(root, now)));
            return new InstallationCertificates(root.certificate(), Pem.signer(signerFile, signerFile));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new SetupException(
                    SetupException.Code.KEY_INVALID,
                    "The certificates in " + folder + " cannot be made or read. " + REMEDY,
                    e);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new SetupException(SetupException.Code.KEY_INVALID, otherwise + " " + REMEDY);
        }
    }

    /** Whether a new signer would be valid longer, or sooner: one that was made while the clock went wrong is not valid yet. */
    private boolean due(Instant now) {
        X509Certificate certificate = signer.certificate();
        boolean early = certificate.getNotBefore().toInstant().isAfter(now)
                && certificate.getNotBefore().after(root.getNotBefore());
        boolean late = certificate.getNotAfter().toInstant().isBefore(now.plus(RENEWED_BEFORE))
                && certificate.getNotAfter().before(root.getNotAfter());
        return early || late;
    }

    /** Whether a certificate is one of this installation's signers, of now or before. */
    boolean issued(X509Certificate certificate) {
        try {
            certificate.verify(root.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static ClaimSigner root(Instant now)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair keys = keys();
        X500Name name = new X500Name("O=Cloister installation " + name() + ",CN=Root of claim signers");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, serial(), begin(now), end(now, ROOT_LIFE), name, keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        identified(builder, keys, keys);
        return signed(builder, keys, keys);
    }

    static ClaimSigner signer(ClaimSigner root, Instant now)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        KeyPair keys = keys();
        KeyPair issuer = new KeyPair(root.certificate().getPublicKey(), root.key());
        X500Name rootName = X500Name.getInstance(
                root.certificate().getSubjectX500Principal().getEncoded());
        X500Name name = new X500Name(rootName.toString().replaceFirst("CN=.*", "CN=Claim signer"));
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                rootName,
                serial(),
                later(begin(now), root.certificate().getNotBefore()),
                earlier(end(now, SIGNER_LIFE), root.certificate().getNotAfter()),
                name,
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            purpose(ClaimSigner.CLAIM_SIGNING), purpose(ClaimSigner.DOCUMENT_SIGNING)
        }));
        identified(builder, keys, issuer);
        return signed(builder, keys, issuer);
    }

    private static KeyPurposeId purpose(String number) {
        return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(number));
    }

    private static void identified(X509v3CertificateBuilder builder, KeyPair own, KeyPair issuer)
            throws GeneralSecurityException, CertIOException {
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(own.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(issuer.getPublic()));
    }

    private static ClaimSigner signed(X509v3CertificateBuilder builder, KeyPair own, KeyPair issuer)
            throws GeneralSecurityException, OperatorCreationException {
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
        return new ClaimSigner(List.of(certificate), own.getPrivate());
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String name() {
        byte[] name = new byte[Integer.BYTES];
        new SecureRandom().nextBytes(name);
        return HexFormat.of().formatHex(name);
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS);
    }

    private static Date later(Date one, Date other) {
        return one.after(other) ? one : other;
    }

    private static Date earlier(Date one, Date other) {
        return one.before(other) ? one : other;
    }

    private static Date begin(Instant now) {
        return Date.from(now.minus(CLOCK_SKEW));
    }

    private static Date end(Instant now, Duration life) {
        return Date.from(now.plus(life));
    }
}
