package dev.cloister.gateway.evidence.c2pa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.hash.Sha256;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads the manifest that a text carries and says what holds of it (C2PA 2.3, clause 15). The text's bytes are hashed here, without the
 * wrapper; pictures, ingredients, time stamps and lists of trusted issuers are not looked at.
 */
final class CredentialReader {

    private static final String PREFIX = "self#jumbf=";
    private static final Set<String> PARTS =
            Set.of(TextManifest.ASSERTIONS, TextManifest.CLAIM, TextManifest.SIGNATURE);

    private final Predicate<X509Certificate> own;
    private final Clock clock;

    /** @param own which certificates are this installation's */
    CredentialReader(Predicate<X509Certificate> own, Clock clock) {
        this.own = own;
        this.clock = clock;
    }

    /** What the text carries; empty where it carries nothing. */
    Optional<CheckedCredential> read(String text) {
        List<TextWrapper> wrappers = TextWrapper.in(text);
        if (wrappers.isEmpty()) {
            return Optional.empty();
        }
        List<TextWrapper> whole =
                wrappers.stream().filter(one -> one.store().isPresent()).toList();
        TextWrapper wrapper = whole.isEmpty() ? wrappers.getFirst() : whole.getFirst();
        Findings findings = new Findings(wrapper);
        if (whole.size() != 1) {
            return Optional.of(findings.end(
                    CheckedCredential.State.UNREADABLE,
                    whole.isEmpty()
                            ? "Characters of it are missing or were changed."
                            : "The text carries several manifests; which of them is meant cannot be told."));
        }
        try {
            return Optional.of(checked(text, wrapper, findings));
        } catch (CredentialException e) {
            return Optional.of(findings.end(e.state(), String.valueOf(e.getMessage())));
        }
    }

    /** What is known so far. */
    private static final class Findings {

        private final TextWrapper wrapper;
        private Optional<CheckedCredential.Signer> signer = Optional.empty();
        private Optional<CheckedCredential.Claims> claims = Optional.empty();

        Findings(TextWrapper wrapper) {
            this.wrapper = wrapper;
        }

        CheckedCredential end(CheckedCredential.State state, String detail) {
            return new CheckedCredential(state, detail, signer, claims, wrapper.start(), wrapper.end());
        }
    }

    private CheckedCredential checked(String text, TextWrapper wrapper, Findings findings) throws CredentialException {
        Superbox store = Superbox.read(wrapper.store().orElseThrow());
        Superbox manifest = only(store);
        byte[] claimBytes = manifest.child(TextManifest.CLAIM, "c2cl").content();
        X509Certificate certificate = CoseSignature.signer(
                manifest.child(TextManifest.SIGNATURE, "c2cs").content(), claimBytes);
        JsonNode claim = Cbor.read(claimBytes);
        requireSignatureOf(manifest, claim);
        List<Superbox> assertions = assertions(manifest, claim);
        CheckedCredential.Signer signer = signer(certificate);
        findings.signer = Optional.of(signer);
        findings.claims = Optional.of(claims(claim, assertions));
        if (!TextBinding.holds(hash(assertions), claim, text, wrapper)) {
            return findings.end(
                    CheckedCredential.State.TEXT_CHANGED,
                    "The text is not the one that was signed; words were changed, added or left out.");
        }
        Instant now = clock.instant();
        if (now.isBefore(signer.notBefore()) || now.isAfter(signer.notAfter())) {
            return findings.end(
                    CheckedCredential.State.EXPIRED,
                    "The text is as it was signed, by a certificate that is not valid now.");
        }
        return signer.own()
                ? findings.end(
                        CheckedCredential.State.VALID, "This installation signed the text, and it is as it was signed.")
                : findings.end(
                        CheckedCredential.State.FOREIGN,
                        "The text is as it was signed, by a certificate that is not this installation's and was not"
                                + " looked up in any list.");
    }

    /** The one manifest; others of updates and ingredients (15.5) are not read here, and would go unchecked. */
    private static Superbox only(Superbox store) throws CredentialException {
        if (!store.kind().equals("c2pa")
                || !store.label().equals(TextManifest.STORE)
                || store.children().size() != 1) {
            throw CredentialException.unreadable("It holds not one manifest, but none or several.");
        }
        Superbox manifest = store.children().getFirst();
        if (!manifest.kind().equals("c2ma") || !labels(manifest.children()).equals(PARTS)) {
            throw CredentialException.unreadable("Its manifest is of a kind that this version does not read.");
        }
        return manifest;
    }

    private static Set<String> labels(List<Superbox> boxes) {
        return boxes.stream().map(Superbox::label).collect(Collectors.toSet());
    }

    /** The claim names its signature, and by it the manifest (8.4.2.1: within the manifest, or from the store on). */
    private static void requireSignatureOf(Superbox manifest, JsonNode claim) throws CredentialException {
        String url = claim.path("signature").asText();
        String store = PREFIX + "/" + TextManifest.STORE + "/";
        String within = "/" + TextManifest.SIGNATURE;
        if (url.equals(PREFIX + TextManifest.SIGNATURE) || url.equals(store + manifest.label() + within)) {
            return;
        }
        throw url.startsWith(store) && url.endsWith(within)
                ? CredentialException.tampered("The signature belongs to another manifest.")
                : CredentialException.unreadable("It does not say where its signature is.");
    }

    /** The assertions that the claim names, if they are as the claim has them. */
    private static List<Superbox> assertions(Superbox manifest, JsonNode claim) throws CredentialException {
        Superbox store = manifest.child(TextManifest.ASSERTIONS, "c2as");
        List<Superbox> named = new ArrayList<>();
        for (String list : List.of("created_assertions", "gathered_assertions")) {
            for (JsonNode reference : claim.path(list)) {
                named.add(named(manifest, store, claim, reference));
            }
        }
        if (!labels(named).equals(labels(store.children()))) {
            throw CredentialException.tampered("It holds assertions that the claim does not name.");
        }
        return named;
    }

    private static Superbox named(Superbox manifest, Superbox store, JsonNode claim, JsonNode reference)
            throws CredentialException {
        String url = reference.path("url").asText();
        String absolute =
                PREFIX + "/" + TextManifest.STORE + "/" + manifest.label() + "/" + TextManifest.ASSERTIONS + "/";
        String relative = PREFIX + TextManifest.ASSERTIONS + "/";
        String label = url.startsWith(absolute)
                ? url.substring(absolute.length())
                : url.startsWith(relative) ? url.substring(relative.length()) : "";
        Superbox assertion = store.child(label);
        TextBinding.requireSha256(reference, claim);
        if (!Arrays.equals(TextBinding.bytes(reference.path("hash")), Sha256.of(assertion.payload()))) {
            throw CredentialException.tampered("What it says was changed after it was signed.");
        }
        return assertion;
    }

    private static JsonNode hash(List<Superbox> assertions) throws CredentialException {
        List<Superbox> hashes = assertions.stream()
                .filter(one -> one.label().equals(TextManifest.HASH))
                .toList();
        if (hashes.size() != 1) {
            throw CredentialException.unreadable("It does not say which text it is about.");
        }
        return Cbor.read(hashes.getFirst().content());
    }

    private static CheckedCredential.Claims claims(JsonNode claim, List<Superbox> assertions)
            throws CredentialException {
        Optional<Superbox> actions = assertions.stream()
                .filter(one -> one.label().equals(TextManifest.ACTIONS))
                .findFirst();
        JsonNode first = actions.isPresent()
                ? Cbor.read(actions.get().content()).path("actions").path(0)
                : Cbor.none();
        return new CheckedCredential.Claims(
                text(claim.path("claim_generator_info").path("name")),
                text(first.path("when")),
                text(first.path("digitalSourceType")));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    private CheckedCredential.Signer signer(X509Certificate certificate) throws CredentialException {
        try {
            return new CheckedCredential.Signer(
                    own.test(certificate),
                    certificate.getSubjectX500Principal().getName(),
                    certificate.getIssuerX500Principal().getName(),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    HexFormat.of().formatHex(Sha256.of(certificate.getEncoded())));
        } catch (CertificateEncodingException e) {
            throw CredentialException.unreadable("Its signer's certificate cannot be read.");
        }
    }
}
