package dev.cloister.retrieval.ring;

import java.util.List;

/**
 * Scoring by our own kernels.
 *
 * @param threads how many cores an answer may take
 */
public record RingScoring(int threads) implements ScoringBackend {

    public RingScoring {
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("1 to 64 threads, not " + threads);
        }
    }

    @Override
    public String name() {
        return "ring";
    }

    @Override
    public EncodedVectors encode(List<byte[]> vectors, QueryShape shape) {
        return EncodedVectors.empty(shape, threads).with(vectors);
    }
}
