package dev.cloister.inference;

import java.nio.charset.StandardCharsets;

/**
 * A token that could have stood in a place.
 *
 * @param id the token's id
 * @param bytes its piece of text, which may be a part of a UTF-8 character
 * @param logProbability natural logarithm of the model's own probability, before sampling
 */
public record TokenLogProbability(int id, byte[] bytes, double logProbability) {

    public TokenLogProbability {
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The piece as text; a part of a character reads as the replacement character. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
