package dev.cloister.sandbox.app;

import dev.cloister.sandbox.SandboxException;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class BundleSignatureTest {

    private final byte[] archive;

    BundleSignatureTest(@TempDir Path folder) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BundleArchive.pack(SampleApps.everyday(folder).folder(), out);
        archive = out.toByteArray();
    }

    @Test
    void tellsWhoSignedAndWhatWasSigned(@TempDir Path folder) throws Exception {
        byte[] signed = signed(archive, archive, "SHA256withRSA");
        BundleSignature read = BundleSignature.read(signed);
        assertEquals("Ada Lovelace", read.signer().orElseThrow().name());
        assertEquals(64, read.signer().orElseThrow().fingerprint().length());
        assertArrayEquals(archive, read.content());
        Path file = Files.write(folder.resolve("app.mcpb"), signed);
        assertEquals(
                read.signer(),
                new BundleStore(folder.resolve("store")).add(file).signer());
        assertEquals(Optional.empty(), BundleSignature.read(archive).signer());
    }

    /** Signed by {@code mcpb sign}, which does not sort the attributes that it signs. */
    @Test
    void readsWhatTheFormatsOwnToolSigns() throws Exception {
        byte[] signed;
        try (InputStream in =
                Objects.requireNonNull(BundleSignatureTest.class.getResourceAsStream("/signed/greeter.mcpb"))) {
            signed = in.readAllBytes();
        }
        BundleSignature read = BundleSignature.read(signed);
        assertEquals("Test Developer", read.signer().orElseThrow().name());
        for (int at = 0; at < read.content().length; at += 97) {
            byte[] other = signed.clone();
            other[at] ^= 1;
            refused(other);
        }
    }

    @Test
    void refusesASignatureOfOtherFiles() throws Exception {
        byte[] other = archive.clone();
        other[other.length / 2] ^= 1;
        refused(signed(other, archive, "SHA256withRSA"));
        refused(signed(archive, archive, "SHA1withRSA"));
        byte[] more = Arrays.copyOf(archive, archive.length + 10);
        refused(signed(more, archive, "SHA256withRSA"));
    }

    @Test
    void refusesDamagedSignaturesAndReadsNothingElseIntoThem() throws Exception {
        byte[] good = signed(archive, archive, "SHA256withRSA");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] bad = good.clone();
            int at = archive.length + random.nextInt(bad.length - archive.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            try {
                BundleSignature read = BundleSignature.read(bad);
                // Without its footer it is an archive with something behind; unsigned parts of a signature bind
                // nothing.
                if (read.signer().isPresent()) {
                    assertArrayEquals(archive, read.content(), "seed " + seed);
                }
            } catch (SandboxException e) {
                assertEquals(SandboxException.Code.BUNDLE_INVALID, e.code(), "seed " + seed);
            }
        }
    }

    private static void refused(byte[] file) {
        SandboxException refusal = assertThrows(SandboxException.class, () -> BundleSignature.read(file));
        assertEquals(SandboxException.Code.BUNDLE_INVALID, refusal.code());
    }

    /** The content with a signature of other bytes behind it. */
    private static byte[] signed(byte[] content, byte[] of, String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        X500Name name = new X500Name("CN=Ada Lovelace");
        ContentSigner signer = new JcaContentSignerBuilder(algorithm).build(keys.getPrivate());
        X509CertificateHolder certificate = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(Instant.now().minusSeconds(60)),
                        Date.from(Instant.now().plusSeconds(3600)),
                        name,
                        keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()));
        CMSSignedDataGenerator cms = new CMSSignedDataGenerator();
        cms.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                .build(signer, certificate));
        cms.addCertificates(new JcaCertStore(List.of(certificate)));
        byte[] signature = cms.generate(new CMSProcessableByteArray(of)).getEncoded();
        byte[] length = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(signature.length)
                .array();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(content);
        out.write("MCPB_SIG_V1".getBytes(StandardCharsets.US_ASCII));
        out.write(length);
        out.write(signature);
        out.write("MCPB_SIG_END".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }
}
