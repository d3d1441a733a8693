package dev.cloister.watermark.detect;

/**
 * Where a mark was found.
 *
 * @param scheme the scheme's name
 * @param keyId the public name of the key
 * @param reading which of the text's readings, from 0
 * @param from index of the passage's first token
 * @param to index after its last
 */
public record Passage(String scheme, String keyId, int reading, int from, int to) {}
