package dev.cloister.gateway.evidence.c2pa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.hash.Sha256;
import org.jspecify.annotations.Nullable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What ties a manifest to a text: hashes, and the place that they leave out (C2PA 2.3, 15.12.1 and 18.5). */
final class TextBinding {

    /** As many as Stream-Safe text has (UAX 15, section 13). */
    private static final int MOST_MARKS = 30;

    private TextBinding() {}

    /** Whether the assertion is about this text: its words by hash, and the wrapper's place in it. */
    static boolean holds(JsonNode hash, JsonNode claim, String text, TextWrapper wrapper) throws CredentialException {
        requireSha256(hash, claim);
        JsonNode excluded = excluded(hash.path("exclusions"));
        byte[] signed = bytes(hash.path("hash"));
        String before = text.substring(0, wrapper.start());
        String words = before + text.substring(wrapper.end());
        if (!normalizable(words)) {
            throw CredentialException.unreadable("The text has too many marks on one letter.");
        }
        int start = excluded.path("start").intValue();
        boolean placed = excluded.path("length").intValue() == utf8(text.substring(wrapper.start(), wrapper.end()))
                && (start == utf8(before) || start == utf8(TextManifest.normal(before)));
        return placed
                && encoded(TextManifest.normal(words))
                        .filter(bytes -> Arrays.equals(Sha256.of(bytes), signed))
                        .isPresent();
    }

    /** The one place that is left out of the hash. */
    private static JsonNode excluded(JsonNode places) throws CredentialException {
        JsonNode place = places.path(0);
        if (places.size() != 1
                || !place.path("start").isInt()
                || !place.path("length").isInt()) {
            throw CredentialException.unreadable("It is about parts of a text that this version cannot tell.");
        }
        return place;
    }

    /** UTF-8; empty for half a surrogate pair, which no UTF-8 has and which must not pass for a question mark. */
    private static Optional<byte[]> encoded(String words) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(words));
            return Optional.of(Arrays.copyOf(bytes.array(), bytes.limit()));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The algorithm may stand beside the hash or once in the claim. */
    static void requireSha256(JsonNode beside, JsonNode outer) throws CredentialException {
        String name = beside.has("alg")
                ? beside.path("alg").asText()
                : outer.path("alg").asText();
        if (!name.equals(TextManifest.ALGORITHM)) {
            throw CredentialException.unreadable("It hashes in a way that this version does not know.");
        }
    }

    /** The bytes that a node is. */
    static byte[] bytes(JsonNode node) throws CredentialException {
        try {
            byte @Nullable [] bytes = node.isBinary() ? node.binaryValue() : null;
            if (bytes == null) {
                throw CredentialException.unreadable("It names something without its hash.");
            }
            return bytes;
        } catch (IOException e) {
            throw CredentialException.unreadable("It names something without its hash.");
        }
    }

    /**
     * Whether Unicode's normalisation has no long runs of marks to sort, which make it slow and which no writing has. Variation selectors
     * end a run.
     */
    static boolean normalizable(String text) {
        int marks = 0;
        for (int place = 0; place < text.length() && marks <= MOST_MARKS; ) {
            int c = text.codePointAt(place);
            marks = combines(c) ? marks + 1 : 0;
            place += Character.charCount(c);
        }
        return marks <= MOST_MARKS;
    }

    private static boolean combines(int c) {
        int type = Character.getType(c);
        boolean mark = type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
        return mark && !TextWrapper.selects(c);
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
