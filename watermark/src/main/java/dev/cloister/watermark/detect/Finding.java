package dev.cloister.watermark.detect;

import dev.cloister.watermark.statistics.Evidence;
import java.util.List;

/**
 * What a search found.
 *
 * @param verdict the answer in a word
 * @param pValue how likely an unmarked text shows as much in any reading and window to any candidate; at most 1
 * @param expectedPower how likely a text of this length that bears throughout the mark hardest to find is found
 * @param evidence of the part and candidate with the smallest p-value, uncorrected
 * @param passages where the mark was found, by their place; empty unless the verdict is {@link Verdict#MARKED}
 */
public record Finding(Verdict verdict, double pValue, double expectedPower, Evidence evidence, List<Passage> passages) {

    public Finding {
        passages = List.copyOf(passages);
    }
}
