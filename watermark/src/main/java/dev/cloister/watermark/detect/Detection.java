package dev.cloister.watermark.detect;

import java.util.Optional;

/**
 * What a detector found in a text.
 *
 * @param verdict the answer in a word
 * @param score z of the best key: standard deviations by which green tokens exceed chance; 0 where nothing was scored
 * @param pValue how likely an unmarked text scores as high with any of the keys tried: an exact binomial tail,
 *     corrected for the number of keys; 0 below 5e-324, 1 where nothing was scored
 * @param tokensScored distinct pairs of neighbouring tokens
 * @param keyId the public id of the key whose mark was found; empty unless the verdict is {@link Verdict#MARKED}
 */
public record Detection(Verdict verdict, double score, double pValue, int tokensScored, Optional<String> keyId) {}
