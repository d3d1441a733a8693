package dev.cloister.gateway.evidence.c2pa;

import dev.cloister.gateway.evidence.c2pa.CheckedCredential.State;
import dev.cloister.gateway.home.SetupException;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The two files that an installation makes for itself. */
class InstallationCertificatesTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    private final Path folder;
    private final Path root;
    private final Path signer;

    InstallationCertificatesTest(@TempDir Path folder) {
        this.folder = folder;
        root = folder.resolve("c2pa-root.pem");
        signer = folder.resolve("c2pa-signer.pem");
    }

    @Test
    void aRootThatIsMissingIsNotReplaced() throws IOException {
        InstallationCertificates.in(folder, NOW);
        Path aside = Files.move(root, folder.resolve("aside.pem"));
        byte[] before = Files.readAllBytes(signer);
        refused();
        assertFalse(Files.exists(root));
        assertArrayEquals(before, Files.readAllBytes(signer));
        Files.move(aside, root);
        InstallationCertificates.in(folder, NOW);
    }

    @Test
    void aRootMakesASignerAnew() throws IOException {
        InstallationCertificates first = InstallationCertificates.in(folder, NOW);
        Files.delete(signer);
        InstallationCertificates second = InstallationCertificates.in(folder, NOW);
        assertEquals(first.root(), second.root());
    }

    @Test
    void aSignerOfAnotherRootIsNeitherUsedNorReplaced(@TempDir Path elsewhere) throws IOException {
        InstallationCertificates.in(folder, NOW);
        InstallationCertificates.in(elsewhere, NOW.minus(YEAR.multipliedBy(10)));
        Files.delete(signer);
        Files.copy(elsewhere.resolve("c2pa-signer.pem"), signer);
        byte[] before = Files.readAllBytes(signer);
        refused();
        assertArrayEquals(before, Files.readAllBytes(signer), "though it expires");
    }

    @Test
    void aSignerOfAClockThatWentWrongIsReplaced() throws IOException {
        InstallationCertificates.in(folder, NOW);
        Files.delete(signer);
        InstallationCertificates.in(folder, NOW.plus(YEAR));
        assertTrue(InstallationCertificates.in(folder, NOW).signer().validAt(NOW));
    }

    @Test
    void noSignerOutlivesTheRoot() {
        X509Certificate made = InstallationCertificates.in(folder, NOW).root();
        Instant late = NOW.plus(YEAR.multipliedBy(15));
        ClaimSigner last = InstallationCertificates.in(folder, late).signer();
        assertEquals(made.getNotAfter(), last.certificate().getNotAfter());
        Instant end = made.getNotAfter().toInstant();
        InstallationCertificates kept = InstallationCertificates.in(folder, end.minusSeconds(1));
        assertEquals(last.certificate(), kept.signer().certificate(), "no other would be valid longer");
    }

    @Test
    void whatWasHalfWrittenIsWrittenAgain() throws IOException {
        Path half = Files.writeString(folder.resolve("c2pa-root.pem.new"), "-----BEGIN");
        InstallationCertificates.in(folder, NOW);
        assertFalse(Files.exists(half));
    }

    @Test
    void aRootOfTheSameNameIsAnotherRoot() throws Exception {
        InstallationCertificates own = InstallationCertificates.in(folder, NOW);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        X500Name name =
                X500Name.getInstance(own.root().getSubjectX500Principal().getEncoded());
        var builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.TEN, Date.from(NOW), Date.from(NOW.plus(YEAR)), name, keys.getPublic());
        X509Certificate same = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        ClaimSigner forger = InstallationCertificates.signer(new ClaimSigner(List.of(same), keys.getPrivate()), NOW);
        assertEquals(
                own.signer().certificate().getIssuerX500Principal(),
                forger.certificate().getIssuerX500Principal());
        CredentialReader reader = new CredentialReader(own::issued, Clock.fixed(NOW, ZoneOffset.UTC));
        String signed = new TextManifest(forger, "1").attached("Some words.", SourceType.GENERATED, NOW);
        assertEquals(State.FOREIGN, reader.read(signed).orElseThrow().state());
    }

    private void refused() {
        SetupException refusal = assertThrows(SetupException.class, () -> InstallationCertificates.in(folder, NOW));
        assertEquals(SetupException.Code.KEY_INVALID, refusal.code());
    }
}
