package dev.cloister.gateway.evidence.c2pa;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.problem.Refusal;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Signs texts that leave the house, and reads what texts carry. Signed is with the operator's certificate where there is one, or else
 * with the installation's own, which is on no list that others trust.
 */
@ApplicationScoped
public class Credentials {

    private static final Logger LOG = Logger.getLogger(Credentials.class);

    private final InstallationCertificates installation;
    private final ClaimSigner signer;
    private final Set<X509Certificate> signedHere;
    private final TextManifest manifest;
    private final CredentialReader reader;
    private final Clock clock;

    /**
     * @param certificate the operator's certificates, the signer's first
     * @param key the signer's key
     */
    public Credentials(
            Home home,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "cloister.marks.c2pa-certificate") Optional<Path> certificate,
            @ConfigProperty(name = "cloister.marks.c2pa-key") Optional<Path> key) {
        this.clock = clock;
        installation = InstallationCertificates.in(home.keys(), clock.instant());
        if (certificate.isPresent() != key.isPresent()) {
            throw new SetupException(
                    SetupException.Code.USAGE,
                    "cloister.marks.c2pa-certificate and cloister.marks.c2pa-key belong together. Nothing was changed.");
        }
        signer = certificate.map(file -> operators(file, key.orElseThrow())).orElse(installation.signer());
        signedHere = KnownSigners.with(home.keys(), signer.certificate());
        manifest = new TextManifest(signer, version);
        reader = new CredentialReader(this::own, clock);
    }

    private static ClaimSigner operators(Path certificate, Path key) {
        ClaimSigner signer = Pem.signer(certificate, key);
        if (!signer.acceptable()) {
            throw new SetupException(
                    SetupException.Code.KEY_INVALID,
                    "Other programs would refuse what the certificate " + certificate + " signs: it must be for digital"
                            + " signatures, have the purpose of document signing, e-mail protection or C2PA claim signing,"
                            + " and be no authority's. Nothing was changed.");
        }
        if (!signer.linked()) {
            throw new SetupException(
                    SetupException.Code.KEY_INVALID,
                    "The certificates in " + certificate + " do not issue each other: the signer's comes first, each is"
                            + " issued by the one behind it, and the root is left out. Nothing was changed.");
        }
        return signer;
    }

    /** Bad files are found while the gateway starts, not with the first text. */
    void onStart(@Observes StartupEvent event) {
        warning().ifPresent(LOG::warn);
    }

    /** What whoever runs this installation should know before somebody exports a text. */
    Optional<String> warning() {
        X509Certificate certificate = signer.certificate();
        return signer.validAt(clock.instant())
                ? Optional.empty()
                : Optional.of("SIGNER_EXPIRED: The certificate that signs exports is valid from "
                        + certificate.getNotBefore().toInstant() + " to "
                        + certificate.getNotAfter().toInstant()
                        + ", and not now. Nothing is exported until it is replaced and the gateway restarted.");
    }

    /**
     * The text with a manifest that names it and how it came about.
     *
     * @throws Refusal with SIGNER_EXPIRED where the certificate is not valid now, or TEXT_UNUSUAL for what is no writing
     */
    public String attached(String text, SourceType source) {
        Instant now = clock.instant();
        if (!signer.validAt(now)) {
            throw new Refusal(
                    503,
                    "SIGNER_EXPIRED",
                    "The certificate that signs exports is not valid now.",
                    "Nothing was exported. Whoever runs this installation replaces it, or restarts the gateway, which renews"
                            + " its own.");
        }
        String bare = TextWrapper.removed(text);
        if (!TextBinding.normalizable(bare)) {
            throw new Refusal(
                    422,
                    "TEXT_UNUSUAL",
                    "The text has more than thirty marks on one letter.",
                    "Nothing was exported. Export other answers one by one.");
        }
        return manifest.attached(bare, source, now);
    }

    /** What the text carries; empty where it carries nothing. */
    public Optional<CheckedCredential> read(String text) {
        return reader.read(text);
    }

    /** The installation's root, as text. */
    String root() {
        try {
            return Pem.written(installation.root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean own(X509Certificate certificate) {
        return signedHere.contains(certificate) || installation.issued(certificate);
    }
}
