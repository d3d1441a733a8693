package dev.cloister.gateway.evidence.c2pa;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What ties a manifest to a text: hashes, and the place that they leave out (C2PA 2.3, 15.12.1 and 18.5). */
final class TextBinding {

    private static final int MOST_MARKS = 1_000;

    private TextBinding() {}

    /** Whether the assertion is about this text: its words by hash, and the wrapper's place in it. */
    static boolean holds(JsonNode hash, JsonNode claim, String text, TextWrapper wrapper) throws CredentialException {
        requireSha256(hash, claim);
        String before = text.substring(0, wrapper.start());
        String words = before + text.substring(wrapper.end());
        if (!normalizable(words)) {
            throw CredentialException.unreadable("The text has too many marks on one letter.");
        }
        JsonNode excluded = hash.path("exclusions");
        int length = utf8(text.substring(wrapper.start(), wrapper.end()));
        int start = excluded.path(0).path("start").asInt(-1);
        boolean placed = excluded.size() == 1
                && excluded.path(0).path("length").asInt(-1) == length
                && (start == utf8(before) || start == utf8(TextManifest.normal(before)));
        byte[] found = TextManifest.sha256(TextManifest.normal(words).getBytes(StandardCharsets.UTF_8));
        return placed && Arrays.equals(found, bytes(hash.path("hash")));
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

    /** Long runs of marks on one letter make Unicode's normalisation slow; no writing has them (UAX 15, section 13). */
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
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
