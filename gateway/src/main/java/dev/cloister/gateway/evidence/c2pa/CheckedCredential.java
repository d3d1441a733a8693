package dev.cloister.gateway.evidence.c2pa;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What the manifest within a text turned out to be.
 *
 * @param detail the state in a sentence
 * @param signer who signed it, where it could be read so far
 * @param claims what the signer says of the text, where the signature holds
 * @param start where it begins in the text, in UTF-16 units
 * @param end after its last
 */
public record CheckedCredential(
        State state, String detail, Optional<Signer> signer, Optional<Claims> claims, int start, int end) {

    private static final int LONGEST = 200;

    /** What holds. */
    public enum State {
        /** This installation signed exactly this text. */
        VALID,
        /** Someone else signed exactly this text; who they are was not checked against any list. */
        FOREIGN,
        /** The signature holds, and the text is another than was signed. */
        TEXT_CHANGED,
        /** The signer's certificate is not valid now; when it was signed nobody can tell. */
        EXPIRED,
        /** The manifest was changed after it was signed. */
        TAMPERED,
        /** There is a manifest, and it cannot be read. */
        UNREADABLE;

        /** The name on the wire. */
        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Whose certificate signed.
     *
     * @param own whether it is this installation's
     * @param name the certificate's subject
     * @param issuer who issued it
     * @param notAfter when it expires
     * @param sha256 of the certificate
     */
    public record Signer(boolean own, String name, String issuer, Instant notBefore, Instant notAfter, String sha256) {

        public Signer {
            name = cut(name);
            issuer = cut(issuer);
        }
    }

    /**
     * The signer's own words, which nobody else vouches for.
     *
     * @param generator the program that made the claim
     * @param created when, as the signer says
     * @param sourceType IPTC's digital source type, a URI
     */
    public record Claims(Optional<String> generator, Optional<String> created, Optional<String> sourceType) {

        public Claims {
            generator = generator.map(CheckedCredential::cut);
            created = created.map(CheckedCredential::cut);
            sourceType = sourceType.map(CheckedCredential::cut);
        }
    }

    /** The beginning of what a stranger wrote, some 200 UTF-16 units at most. */
    static String cut(String words) {
        if (words.length() <= LONGEST) {
            return words;
        }
        return words.substring(0, Character.isHighSurrogate(words.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
    }
}
