package dev.cloister.retrieval.seal;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.ring.QueryShape;
import dev.cloister.retrieval.ring.ScoredVectors;
import dev.cloister.retrieval.ring.ScoringBackend;
import java.nio.file.Path;
import java.util.List;

/**
 * Scoring by Microsoft SEAL's {@code Evaluator}: the same construction, products and sums by SEAL, everything that touches
 * randomness by us. Slower by an order of magnitude; there to check our kernels, and for those who trust SEAL more.
 *
 * <p>Ciphertexts of strangers reach SEAL as numbers that were checked before, never through its deserialisation. A closed
 * backend must not be used, nor vectors that it encoded.
 */
public final class SealScoring implements ScoringBackend, AutoCloseable {

    private final SealLibrary library;

    /**
     * Loads SEAL.
     *
     * @param file {@code libsealc.so}, which the operator names
     * @throws RetrievalException SEAL_UNAVAILABLE
     */
    public SealScoring(Path file) {
        this.library = new SealLibrary(file);
    }

    @Override
    public String name() {
        return "seal";
    }

    @Override
    public ScoredVectors encode(List<byte[]> vectors, QueryShape shape) {
        return new SealVectors(new SealRing(library, shape.parameters()), vectors, shape);
    }

    @Override
    public void close() {
        library.close();
    }
}
