package dev.cloister.watermark.benchmark;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A scheme's detectors, one for each of its keys.
 *
 * @param name in figures
 * @param ofKey the detector of the key of that number; the same number gives the same key
 * @param cost how much is tried of it
 */
record KeyedDetectors(String name, IntFunction<Detector> ofKey, Cost cost) {

    /** How dear a scheme's detection is, and so how much of it is affordable. */
    enum Cost {
        /** Microseconds for a token. */
        CHEAP,
        /** A tenth of a millisecond for a token. */
        DEAR,
        /** The model reads the text. */
        BY_MODEL
    }

    List<Detector> first(int keys) {
        return IntStream.range(0, keys).mapToObj(ofKey).toList();
    }
}
