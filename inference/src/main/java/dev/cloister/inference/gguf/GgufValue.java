package dev.cloister.inference.gguf;

import java.util.List;

/** A value of a header's metadata. */
public sealed interface GgufValue {

    /** Any of the integer types; unsigned 64-bit values beyond 2^63 - 1 are refused on reading. */
    record Whole(long value) implements GgufValue {}

    /** A 32- or 64-bit floating-point number. */
    record Real(double value) implements GgufValue {}

    record Flag(boolean value) implements GgufValue {}

    record Text(String value) implements GgufValue {}

    /**
     * An array. Long ones (vocabularies) are checked and skipped.
     *
     * @param count number of elements
     * @param integers the elements where they are integers and at most {@link GgufHeader#KEPT_ELEMENTS}; empty otherwise
     */
    record Sequence(long count, List<Long> integers) implements GgufValue {
        public Sequence {
            integers = List.copyOf(integers);
        }
    }
}
