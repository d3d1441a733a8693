package dev.cloister.watermark.detect;

import java.util.Optional;

/**
 * What a search found.
 *
 * @param verdict the answer in a word
 * @param pValue how likely an unmarked text shows as much in any window to any candidate
 * @param expectedPower how likely a text of this length that bears throughout the mark hardest to find is found
 * @param passage where the mark was found; empty unless the verdict is {@link Verdict#MARKED}
 */
public record Finding(Verdict verdict, double pValue, double expectedPower, Optional<Passage> passage) {}
