package dev.cloister.gateway.evidence.c2pa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.evidence.c2pa.CheckedCredential.State;
import dev.cloister.gateway.hash.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Manifests to which somebody added what nobody signed, and manifests of forms that are not read here. */
class ForgedManifestTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String TEXT = "A model wrote this.\n";
    private static final byte[] WORDS = "words".getBytes(StandardCharsets.US_ASCII);

    private final ClaimSigner signer;
    private final CredentialReader reader;
    private final String carrying;
    private final Superbox assertions;
    private final Superbox claim;
    private final String name;
    private final byte[] headers;
    private final byte[] signature;

    ForgedManifestTest(@TempDir Path folder) throws CredentialException, IOException {
        InstallationCertificates certificates = InstallationCertificates.in(folder, NOW);
        signer = certificates.signer();
        reader = new CredentialReader(certificates::issued, Clock.fixed(NOW, ZoneOffset.UTC));
        String signed = new TextManifest(signer, "1").attached(TEXT, SourceType.GENERATED, NOW);
        carrying = signed.substring(TEXT.length());
        Superbox manifest = Superbox.read(
                        TextWrapper.in(signed).getFirst().store().orElseThrow())
                .children()
                .getFirst();
        name = manifest.label();
        assertions = manifest.child(TextManifest.ASSERTIONS);
        claim = manifest.child(TextManifest.CLAIM);
        JsonNode cose = Cbor.read(manifest.child(TextManifest.SIGNATURE).content());
        headers = cose.get(0).binaryValue();
        signature = cose.get(3).binaryValue();
    }

    /** A store with so many zeros in its padding, and those bytes where nobody signs them. */
    private interface Forgery {
        byte[] store(int zeros, byte[] added);
    }

    @Test
    void whatNobodySignedIsRefusedThoughLengthAndSignatureHold() {
        Map<String, Forgery> forgeries = new LinkedHashMap<>();
        forgeries.put("header", (zeros, added) -> store(manifest(claim, padded(zeros, Map.of("note", added)))));
        forgeries.put(
                "text for padding",
                (zeros, added) ->
                        store(manifest(claim, signed(Map.of("pad", "\0".repeat(zeros) + "a".repeat(added.length))))));
        forgeries.put("box", (zeros, added) -> store(with(manifest(claim, padded(zeros)), box("note", added))));
        forgeries.put("second CBOR", (zeros, added) -> store(manifest(with(claim, box("cbor", added)), padded(zeros))));
        forgeries.put("salt", (zeros, added) -> store(manifest(salted(claim, added), padded(zeros))));
        forgeries.put(
                "superbox",
                (zeros, added) -> store(with(
                        manifest(claim, padded(zeros)),
                        Superbox.of("c2cl", "n", added).bytes())));
        forgeries.put(
                "manifest",
                (zeros, added) -> store(
                        Superbox.of("c2ma", new String(added, StandardCharsets.US_ASCII), List.of()),
                        manifest(claim, padded(zeros))));
        assertEquals(State.VALID, state(fitting("nothing", (zeros, added) -> store(manifest(claim, padded(zeros))))));
        forgeries.forEach((what, forgery) -> assertEquals(State.UNREADABLE, state(fitting(what, forgery)), what));
    }

    @Test
    void everyAssertionIsNamedByTheClaim() {
        Superbox note = Superbox.of("cbor", "note", WORDS);
        Superbox other = Superbox.of("cbor", "other", WORDS);
        Superbox hash = hash(List.of(Map.of("start", 0, "length", 1)));
        assertEquals(State.TEXT_CHANGED, state(made(List.of(note, hash), List.of(note, hash))), "all is read");
        assertEquals(State.TAMPERED, state(made(List.of(note, hash, other), List.of(note, hash, note))));
        assertEquals(State.UNREADABLE, state(made(List.of(hash), List.of(hash, note))));
    }

    @Test
    void withinAnAssertionThatIsHashedThereMayBeMore() {
        Superbox hash = hash(List.of(Map.of("start", 0, "length", 1)));
        Superbox json = with(Superbox.of("json", "note", List.of()), box("json", WORDS));
        Superbox salted = salted(Superbox.of("cbor", "salted", WORDS), WORDS);
        List<Superbox> all = List.of(hash, json, salted);
        assertEquals(State.TEXT_CHANGED, state(made(all, all)));
    }

    @Test
    void unknownFormsAreUnreadableRatherThanChanged() {
        List<List<Object>> places = List.of(
                List.of(),
                List.of(Map.of("start", "0", "length", 1)),
                List.of(Map.of("start", 0)),
                List.of(Map.of("start", 0, "length", 1), Map.of("start", 2, "length", 1)));
        for (List<Object> one : places) {
            Superbox hash = hash(one);
            assertEquals(State.UNREADABLE, state(made(List.of(hash), List.of(hash))), one.toString());
        }
        byte[] pss = Cbor.write(Map.of(1, -37, 33, certificate()));
        byte[] cose = new CoseSignature(pss, signature).bytes(0);
        assertEquals(
                State.UNREADABLE,
                state(TEXT + TextWrapper.carrying(store(manifest(claim, Superbox.of("c2cs", "c2pa.signature", cose))))),
                "PSS of a key on a curve");
    }

    @Test
    void ofStrangersWordsTheBeginningIsKept() {
        Superbox hash = hash(List.of(Map.of("start", 0, "length", 1)));
        Superbox actions = Superbox.of(
                "cbor",
                TextManifest.ACTIONS,
                Cbor.write(Map.of(
                        "actions",
                        List.of(Map.of("when", "w".repeat(5_000), "digitalSourceType", "d".repeat(5_000))))));
        CheckedCredential read = reader.read(made(List.of(hash, actions), List.of(hash, actions)))
                .orElseThrow();
        CheckedCredential.Claims claims = read.claims().orElseThrow();
        assertEquals(Optional.of("g".repeat(200)), claims.generator());
        assertEquals(Optional.of("w".repeat(200)), claims.created());
        assertEquals(Optional.of("d".repeat(200)), claims.sourceType());
        assertEquals("x".repeat(199), CheckedCredential.cut("x".repeat(199) + "\ud83c\udf31"), "no half pair");
        var signer = new CheckedCredential.Signer(false, "n".repeat(300), "i".repeat(300), NOW, NOW, "");
        assertEquals(400, signer.name().length() + signer.issuer().length());
    }

    private State state(String text) {
        return reader.read(text).orElseThrow().state();
    }

    /** The text with a forged store that takes as many bytes of UTF-8 as the signer said. */
    private String fitting(String what, Forgery forgery) {
        int length = carrying.getBytes(StandardCharsets.UTF_8).length;
        for (int letters = 1; letters < 12; letters++) {
            byte[] added = new byte[letters];
            Arrays.fill(added, (byte) 'a');
            for (int zeros = 0; zeros < 200; zeros++) {
                String forged = TextWrapper.carrying(forgery.store(zeros, added));
                if (forged.getBytes(StandardCharsets.UTF_8).length == length) {
                    return TEXT + forged;
                }
            }
        }
        throw new AssertionError("No room for " + what);
    }

    /** A text whose manifest holds some assertions and names some. */
    private String made(List<Superbox> held, List<Superbox> named) {
        List<Object> references = new ArrayList<>();
        for (Superbox one : named) {
            references.add(
                    Map.of("url", "self#jumbf=c2pa.assertions/" + one.label(), "hash", Sha256.of(one.payload())));
        }
        byte[] claimed = Cbor.write(Map.of(
                "claim_generator_info",
                Map.of("name", "g".repeat(5_000)),
                "signature",
                "self#jumbf=c2pa.signature",
                "created_assertions",
                references,
                "alg",
                "sha256"));
        byte[] cose = CoseSignature.sign(claimed, signer.chain(), signer.key()).bytes(0);
        return TEXT
                + TextWrapper.carrying(store(Superbox.of(
                        "c2ma",
                        "urn:c2pa:made",
                        List.of(
                                Superbox.of("c2as", "c2pa.assertions", held),
                                Superbox.of("c2cl", "c2pa.claim.v2", claimed),
                                Superbox.of("c2cs", "c2pa.signature", cose)))));
    }

    private static Superbox hash(List<Object> places) {
        return Superbox.of(
                "cbor",
                TextManifest.HASH,
                Cbor.write(Map.of("exclusions", places, "alg", "sha256", "hash", new byte[32], "pad", new byte[0])));
    }

    private static byte[] store(Superbox... manifests) {
        return Superbox.of("c2pa", "c2pa", List.of(manifests)).bytes();
    }

    private Superbox manifest(Superbox claims, Superbox signed) {
        return Superbox.of("c2ma", name, List.of(assertions, claims, signed));
    }

    private Superbox padded(int zeros) {
        return padded(zeros, Map.of());
    }

    private Superbox padded(int zeros, Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(more);
        all.put("pad", new byte[zeros]);
        return signed(all);
    }

    private Superbox signed(Map<String, Object> unprotected) {
        return Superbox.of(
                "c2cs",
                "c2pa.signature",
                Cbor.write(new Cbor.Tagged(18, List.of(headers, unprotected, Cbor.NULL, signature))));
    }

    private static Superbox with(Superbox box, byte[] more) {
        byte[] payload = joined(box.payload(), more);
        return new Superbox(box.kind(), box.label(), box.children(), box.cbor(), payload);
    }

    /** With something private at the end of its description. */
    private static Superbox salted(Superbox box, byte[] salt) {
        int end = ByteBuffer.wrap(box.payload()).getInt();
        byte[] description = joined(Arrays.copyOfRange(box.payload(), 8, end), salt);
        description[16] |= 16;
        byte[] rest = Arrays.copyOfRange(box.payload(), end, box.payload().length);
        return new Superbox(
                box.kind(), box.label(), box.children(), box.cbor(), joined(box("jumd", description), rest));
    }

    private static byte[] box(String type, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private byte[] certificate() {
        try {
            return signer.certificate().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
