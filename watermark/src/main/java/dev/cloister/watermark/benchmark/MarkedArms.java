package dev.cloister.watermark.benchmark;

import java.util.List;

/**
 * What the model wrote to the same prompts with the mark and without it.
 *
 * @param marked answers under the mark, as tokens of their text
 * @param plain answers without one, likewise
 * @param tooShort answers that ended before they had the length asked for, left out above
 * @param markedNats mean negative log-probability per token that the unmarked model gives the marked answers
 * @param plainNats the same for the plain answers
 */
record MarkedArms(List<int[]> marked, List<int[]> plain, int tooShort, double markedNats, double plainNats) {}
