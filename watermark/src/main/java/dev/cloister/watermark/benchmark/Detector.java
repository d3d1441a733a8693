package dev.cloister.watermark.benchmark;

import dev.cloister.watermark.statistics.Evidence;
import java.util.List;
import java.util.Optional;

/** How a scheme with one of its keys looks for the mark. */
interface Detector {

    /** What decides in use: the p-value over everything that is tried, ties counted in full. */
    double pValue(List<int[]> readings);

    /** The p-value of one window as it is, uniform by chance where the scheme's promise holds: ties are decided by lot. */
    double plain(int[] window);

    /** How far a text exceeds chance, for schemes that say so. */
    default Optional<Evidence> evidence(int[] tokens) {
        return Optional.empty();
    }
}
