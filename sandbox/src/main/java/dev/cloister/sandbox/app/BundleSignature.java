package dev.cloister.sandbox.app;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.DefaultCMSSignatureAlgorithmNameGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.Selector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An archive apart from the signature behind it: {@code mcpb sign} appends {@code MCPB_SIG_V1}, the length (u32,
 * little-endian) and bytes of a detached PKCS#7 signature over all that stands before (RFC 5652), and {@code MCPB_SIG_END}.
 *
 * <p>A signature tells that two versions come from the same hand. Who that is tells only whoever compares the fingerprint:
 * certificates are mostly signed by themselves, and no authority is trusted here.
 *
 * @param content what was signed: the archive proper, which alone may be unpacked
 * @param signer who signed it, where somebody did
 */
public record BundleSignature(byte[] content, Optional<Signer> signer) {

    private static final byte[] HEADER = "MCPB_SIG_V1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FOOTER = "MCPB_SIG_END".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 64 << 10;
    private static final int LONGEST_NAME = 100;

    private static final Map<String, String> DIGESTS = Map.of(
            "2.16.840.1.101.3.4.2.1", "SHA-256",
            "2.16.840.1.101.3.4.2.2", "SHA-384",
            "2.16.840.1.101.3.4.2.3", "SHA-512");

    /**
     * Who signed.
     *
     * @param name the common name in the certificate: the signer's own words
     * @param fingerprint SHA-256 of the certificate, lower-case hex
     */
    public record Signer(String name, String fingerprint) {}

    /**
     * Reads an archive and checks its signature, if it has one.
     *
     * @throws dev.cloister.sandbox.SandboxException BUNDLE_INVALID where there is a signature that does not hold
     */
    public static BundleSignature read(Path archive) {
        try {
            BundleArchive.requireSize(archive);
            return read(Files.readAllBytes(archive));
        } catch (IOException e) {
            throw new UncheckedIOException("The bundle " + archive + " cannot be read", e);
        }
    }

    static BundleSignature read(byte[] file) {
        int footer = file.length - FOOTER.length;
        if (footer < 0 || !Arrays.equals(file, footer, file.length, FOOTER, 0, FOOTER.length)) {
            return new BundleSignature(file, Optional.empty());
        }
        int header = header(file, footer);
        byte[] content = Arrays.copyOf(file, header);
        byte[] signature = Arrays.copyOfRange(file, header + HEADER.length + Integer.BYTES, footer);
        try {
            return new BundleSignature(content, Optional.of(signer(content, signature)));
        } catch (CMSException | OperatorCreationException | CertificateException | IOException | RuntimeException e) {
            throw AppBundle.invalid("its signature does not hold", e);
        }
    }

    /** Where the block begins whose length leads exactly to the footer. */
    private static int header(byte[] file, int footer) {
        ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int least = Math.max(0, footer - LONGEST);
        for (int at = footer - HEADER.length - Integer.BYTES; at >= least; at--) {
            if (Arrays.equals(file, at, at + HEADER.length, HEADER, 0, HEADER.length)
                    && numbers.getInt(at + HEADER.length) == footer - at - HEADER.length - Integer.BYTES) {
                return at;
            }
        }
        throw AppBundle.invalid("its signature has no beginning");
    }

    private static Signer signer(byte[] content, byte[] signature)
            throws CMSException, OperatorCreationException, CertificateException, IOException {
        CMSSignedData signed = new CMSSignedData(new CMSProcessableByteArray(content), signature);
        Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
        if (signers.size() != 1) {
            throw new CMSException("one signer is expected, not " + signers.size());
        }
        SignerInformation signer = signers.iterator().next();
        AlgorithmIdentifier digest = signer.getDigestAlgorithmID();
        if (!DIGESTS.containsKey(digest.getAlgorithm().getId())) {
            throw new CMSException("the digest " + digest.getAlgorithm() + " is too weak");
        }
        @SuppressWarnings("unchecked")
        Selector<X509CertificateHolder> wanted = signer.getSID();
        List<X509CertificateHolder> certificates =
                List.copyOf(signed.getCertificates().getMatches(wanted));
        if (certificates.size() != 1 || !holds(signer, certificates.getFirst(), content)) {
            throw new CMSException("the signature is not of these files");
        }
        return new Signer(
                name(certificates.getFirst()),
                Sha256.hex(certificates.getFirst().getEncoded()));
    }

    private static boolean holds(SignerInformation signer, X509CertificateHolder certificate, byte[] content)
            throws CMSException, OperatorCreationException, CertificateException, IOException {
        return signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate))
                || holdsAsWritten(signer, certificate, content);
    }

    /** {@code mcpb sign} signs the attributes in the order in which it writes them, and not sorted as RFC 5652, section 5.4 has it. */
    private static boolean holdsAsWritten(SignerInformation signer, X509CertificateHolder certificate, byte[] content)
            throws CertificateException, IOException {
        ASN1Set attributes = signer.toASN1Structure().getAuthenticatedAttributes();
        if (attributes == null
                || signer.getSignedAttributes()
                                .getAll(CMSAttributes.messageDigest)
                                .size()
                        != 1) {
            return false;
        }
        ASN1Encodable digest = signer.getSignedAttributes()
                .get(CMSAttributes.messageDigest)
                .getAttrValues()
                .getObjectAt(0);
        String hash = DIGESTS.get(signer.getDigestAlgorithmID().getAlgorithm().getId());
        try {
            byte[] ofContent = MessageDigest.getInstance(hash).digest(content);
            String algorithm = new DefaultCMSSignatureAlgorithmNameGenerator()
                    .getSignatureName(
                            signer.getDigestAlgorithmID(),
                            signer.toASN1Structure().getDigestEncryptionAlgorithm());
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(new JcaX509CertificateConverter().getCertificate(certificate));
            signature.update(new DLSet(attributes.toArray()).getEncoded(ASN1Encoding.DL));
            return MessageDigest.isEqual(
                            ofContent, ASN1OctetString.getInstance(digest).getOctets())
                    && signature.verify(signer.getSignature());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String name(X509CertificateHolder certificate) {
        String name = Arrays.stream(certificate.getSubject().getRDNs(BCStyle.CN))
                .findFirst()
                .map(one -> IETFUtils.valueToString(one.getFirst().getValue()))
                .orElse("");
        String plain = name.replaceAll("\\p{C}", "\uFFFD");
        return plain.length() > LONGEST_NAME ? plain.substring(0, LONGEST_NAME) : plain;
    }
}
