package dev.cloister.gateway.evidence.c2pa;

import dev.cloister.gateway.evidence.c2pa.CheckedCredential.State;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.problem.Refusal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The operator's own certificates. */
class ClaimSignerTest {

    private static final Instant NOW = Instant.now();

    @TempDir
    private Path folder;

    @Test
    void aCertificateOfEd25519OrP256Signs() throws Exception {
        for (List<String> kind : List.of(List.of("Ed25519", "Ed25519"), List.of("EC", "SHA256withECDSA"))) {
            KeyPair keys = KeyPairGenerator.getInstance(kind.getFirst()).generateKeyPair();
            if (kind.getFirst().equals("EC")) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                generator.initialize(256);
                keys = generator.generateKeyPair();
            }
            Path file = folder.resolve(kind.getFirst() + ".pem");
            Files.writeString(file, Pem.written(signer(keys, kind.getLast())));
            ClaimSigner read = Pem.signer(file, file);
            String signed = new TextManifest(read, "1").attached("Some words.", SourceType.MIXED, NOW);
            CredentialReader reader = new CredentialReader(read.certificate()::equals, Clock.systemUTC());
            assertEquals(State.VALID, reader.read(signed).orElseThrow().state(), kind.getFirst());
        }
    }

    @Test
    void whatCannotSignClaimsIsRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair rsa = generator.generateKeyPair();
        Path other = Files.writeString(folder.resolve("rsa.pem"), Pem.written(signer(rsa, "SHA256withRSA")));
        refused(other, other);
        KeyPair one = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair two = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path first = Files.writeString(folder.resolve("one.pem"), Pem.written(signer(one, "Ed25519")));
        Path second = Files.writeString(folder.resolve("two.pem"), Pem.written(signer(two, "Ed25519")));
        refused(first, second);
        refused(first, folder.resolve("missing.pem"));
        refused(Files.writeString(folder.resolve("empty.pem"), ""), first);
        refused(Files.writeString(folder.resolve("noise.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n"), first);
        refused(
                Files.writeString(
                        folder.resolve("damaged.pem"),
                        "-----BEGIN CERTIFICATE-----\nMII#\n-----END CERTIFICATE-----\n"),
                first);
        refused(first, Files.write(folder.resolve("bytes.pem"), new byte[] {(byte) 0xff, 0, 1}));
    }

    @Test
    void anOperatorsCertificateSignsWhileItIsValid() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path file = Files.writeString(folder.resolve("ours.pem"), Pem.written(signer(keys, "Ed25519")));
        Credentials now = credentials(file, Clock.fixed(NOW, ZoneOffset.UTC));
        CheckedCredential read =
                now.read(now.attached("Some words.", SourceType.GENERATED)).orElseThrow();
        assertEquals(State.VALID, read.state());
        assertEquals("CN=Claims,O=Example Press", read.signer().orElseThrow().name());
        Credentials late = credentials(file, Clock.fixed(NOW.plusSeconds(4_000), ZoneOffset.UTC));
        Refusal refusal = assertThrows(Refusal.class, () -> late.attached("Some words.", SourceType.GENERATED));
        assertEquals("SIGNER_EXPIRED", refusal.problem().code());
        assertEquals(Optional.empty(), now.warning());
        assertTrue(late.warning().orElseThrow().startsWith("SIGNER_EXPIRED"));
        assertTrue(credentials(file, Clock.fixed(NOW.minusSeconds(4_000), ZoneOffset.UTC))
                .warning()
                .isPresent());
        Path plain = Files.writeString(folder.resolve("plain.pem"), Pem.written(signer(keys, "Ed25519", false)));
        assertThrows(SetupException.class, () -> credentials(plain, Clock.systemUTC()), "no purpose");
        assertThrows(
                SetupException.class,
                () -> new Credentials(
                        new Home(folder).create(), Clock.systemUTC(), "1", Optional.of(file), Optional.empty()));
    }

    @Test
    void certificatesOfAChainIssueEachOther() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        ClaimSigner signer = signer(keys, "Ed25519");
        List<X509Certificate> unlinked =
                List.of(signer.certificate(), signer(other, "Ed25519").certificate());
        Path file = Files.writeString(
                folder.resolve("chain.pem"), Pem.written(new ClaimSigner(unlinked, keys.getPrivate())));
        SetupException refusal = assertThrows(SetupException.class, () -> credentials(file, Clock.systemUTC()));
        assertEquals(SetupException.Code.KEY_INVALID, refusal.code());
        assertTrue(new ClaimSigner(List.of(signer.certificate(), signer.certificate()), keys.getPrivate()).linked());
    }

    @Test
    void whatAnEarlierCertificateSignedStaysThisInstallations(@TempDir Path elsewhere) throws Exception {
        KeyPair before = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        KeyPair after = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path first = Files.writeString(folder.resolve("before.pem"), Pem.written(signer(before, "Ed25519")));
        Path second = Files.writeString(folder.resolve("after.pem"), Pem.written(signer(after, "Ed25519")));
        String text = credentials(first, Clock.systemUTC()).attached("Some words.", SourceType.GENERATED);
        Credentials renewed = credentials(second, Clock.systemUTC());
        assertEquals(State.VALID, renewed.read(text).orElseThrow().state());
        Credentials others = new Credentials(
                new Home(elsewhere).create(), Clock.systemUTC(), "1", Optional.of(second), Optional.of(second));
        assertEquals(State.FOREIGN, others.read(text).orElseThrow().state());
        Files.writeString(new Home(folder).keys().resolve("c2pa-signers.pem"), "-----BEGIN CERTIFICATE-----\nA");
        SetupException refusal = assertThrows(SetupException.class, () -> credentials(second, Clock.systemUTC()));
        assertEquals(SetupException.Code.KEY_INVALID, refusal.code());
    }

    @Test
    void aTextThatHoldsAnExportCanBeExported() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path file = Files.writeString(folder.resolve("ours.pem"), Pem.written(signer(keys, "Ed25519")));
        Credentials credentials = credentials(file, Clock.systemUTC());
        String once = credentials.attached("Some words.", SourceType.GENERATED);
        String twice = credentials.attached("You said: " + once, SourceType.MIXED);
        assertEquals(State.VALID, credentials.read(twice).orElseThrow().state());
        String wrapper = once.substring("Some words.".length());
        String joined = "a" + "\u0316\u0301".repeat(15) + wrapper + "\u0316\u0301".repeat(15);
        Refusal refusal = assertThrows(
                Refusal.class, () -> credentials.attached(joined, SourceType.GENERATED), "marks that meet");
        assertEquals("TEXT_UNUSUAL", refusal.problem().code());
    }

    private Credentials credentials(Path file, Clock clock) {
        return new Credentials(new Home(folder).create(), clock, "1", Optional.of(file), Optional.of(file));
    }

    private static void refused(Path chain, Path key) {
        SetupException refusal = assertThrows(SetupException.class, () -> Pem.signer(chain, key));
        assertEquals(SetupException.Code.KEY_INVALID, refusal.code());
    }

    static ClaimSigner signer(KeyPair keys, String algorithm) throws Exception {
        return signer(keys, algorithm, true);
    }

    private static ClaimSigner signer(KeyPair keys, String algorithm, boolean forDocuments) throws Exception {
        X500Name name = new X500Name("O=Example Press,CN=Claims");
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.TEN,
                Date.from(NOW.minusSeconds(60)),
                Date.from(NOW.plusSeconds(3600)),
                name,
                keys.getPublic());
        if (forDocuments) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection));
        }
        var certificate = builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()));
        return new ClaimSigner(
                List.of(new JcaX509CertificateConverter().getCertificate(certificate)), keys.getPrivate());
    }
}
