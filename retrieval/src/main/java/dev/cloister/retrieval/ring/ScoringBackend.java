package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import java.util.List;

/** Something that scores vectors against encrypted queries. All give the same scores, bit for bit. */
public interface ScoringBackend {

    /** For people and reports. */
    String name();

    /**
     * Prepares vectors for queries of one shape.
     *
     * @param vectors as {@link Quantisation} gives them
     * @throws RetrievalException VECTOR_INVALID, RING_MESSAGE_TOO_LARGE for more than an answer may score
     */
    ScoredVectors encode(List<byte[]> vectors, QueryShape shape);
}
