package dev.cloister.gateway.evidence.c2pa;

import dev.cloister.gateway.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes manifests: a claim that names two assertions by hash, what was done ({@code c2pa.actions.v2}) and which text it is about ({@code
 * c2pa.hash.data}), and the signature of the claim (C2PA 2.3, clauses 10 and 18).
 */
final class TextManifest {

    static final String STORE = "c2pa";
    static final String ASSERTIONS = "c2pa.assertions";
    static final String ACTIONS = "c2pa.actions.v2";
    static final String HASH = "c2pa.hash.data";
    static final String CLAIM = "c2pa.claim.v2";
    static final String SIGNATURE = "c2pa.signature";
    static final String ALGORITHM = "sha256";

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int DATE_TAG = 0;
    private static final int MOST_PADDING = 600;
    private static final int ROOM = 300;
    private static final int MOST_TRIES = 100;

    /** A zero is a selector of three bytes in UTF-8; the boxes' lengths take up to so many more or less with it. */
    private static final int BYTES_OF_ZERO = 3;

    private static final int LENGTHS_CHANGE = 10;

    private final ClaimSigner signer;
    private final String version;

    TextManifest(ClaimSigner signer, String version) {
        this.signer = signer;
        this.version = version;
    }

    /** The text with its manifest behind it; the text is in Unicode's form NFC then, and as a file in UTF-8 would hold it. */
    String attached(String original, SourceType source, Instant now) {
        String text = normal(written(TextWrapper.removed(original)));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Draft draft = new Draft("urn:c2pa:" + UUID.randomUUID(), Sha256.of(bytes), bytes.length, source, now);
        int length = utf8(TextWrapper.carrying(store(draft, 0).bytes(0))) + ROOM;
        for (int tried = 0; tried < MOST_TRIES; tried++) {
            Store store = store(draft, length + tried);
            for (int padding = 0; padding < MOST_PADDING; ) {
                String carrying = TextWrapper.carrying(store.bytes(padding));
                int missing = length + tried - utf8(carrying);
                if (missing == 0) {
                    return text + carrying;
                }
                padding += Math.max(1, missing / BYTES_OF_ZERO - LENGTHS_CHANGE);
            }
        }
        throw new IllegalStateException("No padding gives the wrapper the length that was signed.");
    }

    /** Without a byte order mark, which readers drop, and with question marks for halves of surrogate pairs. */
    private static String written(String text) {
        int start = 0;
        while (text.startsWith(BYTE_ORDER_MARK, start)) {
            start++;
        }
        return new String(text.substring(start).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** The form of a text that is hashed. */
    static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** What stays the same while the wrapper's length is sought. */
    private record Draft(String name, byte[] hash, int start, SourceType source, Instant now) {}

    /** A manifest store but for its padding. */
    private record Store(String name, Superbox assertions, Superbox claim, CoseSignature signature) {

        byte[] bytes(int padding) {
            Superbox signed = Superbox.of("c2cs", SIGNATURE, signature.bytes(padding));
            Superbox manifest = Superbox.of("c2ma", name, List.of(assertions, claim, signed));
            return Superbox.of("c2pa", STORE, List.of(manifest)).bytes();
        }
    }

    /** Signs that the wrapper has that many bytes of UTF-8. */
    private Store store(Draft draft, int length) {
        List<Superbox> assertions = List.of(actions(draft), hash(draft, length));
        byte[] claim = Cbor.write(claim(draft, assertions));
        return new Store(
                draft.name,
                Superbox.of("c2as", ASSERTIONS, assertions),
                Superbox.of("c2cl", CLAIM, claim),
                CoseSignature.sign(claim, signer.chain(), signer.key()));
    }

    private Superbox actions(Draft draft) {
        Map<String, Object> created = Map.of(
                "action",
                "c2pa.created",
                "when",
                new Cbor.Tagged(
                        DATE_TAG, draft.now.truncatedTo(ChronoUnit.SECONDS).toString()),
                "digitalSourceType",
                draft.source.uri(),
                "softwareAgent",
                generator());
        return Superbox.of("cbor", ACTIONS, Cbor.write(Map.of("actions", List.of(created))));
    }

    private static Superbox hash(Draft draft, int length) {
        return Superbox.of(
                "cbor",
                HASH,
                Cbor.write(Map.of(
                        "exclusions",
                        List.of(Map.of("start", draft.start, "length", length)),
                        "alg",
                        ALGORITHM,
                        "hash",
                        draft.hash,
                        "pad",
                        new byte[0])));
    }

    private Map<String, Object> claim(Draft draft, List<Superbox> assertions) {
        List<Object> created = new ArrayList<>();
        for (Superbox assertion : assertions) {
            created.add(Map.of(
                    "url",
                    "self#jumbf=" + ASSERTIONS + "/" + assertion.label(),
                    "hash",
                    Sha256.of(assertion.payload())));
        }
        Map<String, Object> claim = new HashMap<>();
        claim.put("instanceID", "xmp:iid:" + UUID.randomUUID());
        claim.put("claim_generator_info", generator());
        claim.put("signature", "self#jumbf=/" + STORE + "/" + draft.name + "/" + SIGNATURE);
        claim.put("created_assertions", created);
        claim.put("alg", ALGORITHM);
        return claim;
    }

    private Map<String, Object> generator() {
        return Map.of("name", "Cloister", "version", version);
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
