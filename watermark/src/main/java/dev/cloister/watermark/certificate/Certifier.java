package dev.cloister.watermark.certificate;

import dev.cloister.watermark.detect.Candidate;
import dev.cloister.watermark.detect.MarkSearch;
import dev.cloister.watermark.detect.Verdict;
import dev.cloister.watermark.detect.WindowTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures how often a key finds its mark in human text. A p-value is honest over the choice of keys; a single key may
 * still be unlucky with the texts that a tenant has, which is why each is tried before it is used.
 */
public final class Certifier {

    /** Lengths of the windows in tokens; the longest first cut, the others are its beginnings. */
    public static final List<Integer> LENGTHS = List.of(50, 100, 200);

    /** With fewer windows the measurement says too little. */
    public static final int FEWEST_WINDOWS = 200;

    private static final double NOMINAL = 0.01;

    private final List<int[]> windows;

    /** @param windows of human text, each as long as the longest of {@link #LENGTHS} */
    public Certifier(List<int[]> windows) {
        if (windows.size() < FEWEST_WINDOWS
                || windows.stream().anyMatch(window -> window.length != LENGTHS.getLast())) {
            throw new IllegalArgumentException(
                    "A certificate needs " + FEWEST_WINDOWS + " windows of " + LENGTHS.getLast() + " tokens or more.");
        }
        this.windows = List.copyOf(windows);
    }

    public Certificate certify(Candidate candidate) {
        List<Calibration> calibrations = new ArrayList<>();
        for (int length : LENGTHS) {
            int found = (int) windows.parallelStream()
                    .map(window -> Arrays.copyOf(window, length))
                    .filter(window -> WindowTest.pValue(window, candidate) <= NOMINAL)
                    .count();
            calibrations.add(Calibration.of(length, windows.size(), NOMINAL, found));
        }
        MarkSearch search = new MarkSearch(List.of(candidate), MarkSearch.SIGNIFICANCE);
        int marked = (int) windows.stream()
                .filter(window -> search.search(window).verdict() == Verdict.MARKED)
                .count();
        return new Certificate(
                candidate.keyId(),
                candidate.scheme().name(),
                calibrations,
                Calibration.of(LENGTHS.getLast(), windows.size(), MarkSearch.SIGNIFICANCE, marked));
    }
}
