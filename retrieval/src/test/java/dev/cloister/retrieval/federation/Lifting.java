package dev.cloister.retrieval.federation;

import dev.cloister.retrieval.ring.EncryptedAnswer;
import dev.cloister.retrieval.ring.EncryptedQuery;
import dev.cloister.retrieval.ring.QueryShape;
import dev.cloister.retrieval.ring.RingScoring;
import dev.cloister.retrieval.ring.ScoredVectors;
import dev.cloister.retrieval.ring.ScoringBackend;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Adds to scores that it cannot read.
 *
 * @param lift what is added, by passage
 */
record Lifting(IntUnaryOperator lift) implements ScoringBackend {

    @Override
    public String name() {
        return "lifting";
    }

    @Override
    public ScoredVectors encode(List<byte[]> vectors, QueryShape shape) {
        return new Lifted(new RingScoring(1).encode(vectors, shape), lift);
    }

    private record Lifted(ScoredVectors honest, IntUnaryOperator lift) implements ScoredVectors {

        @Override
        public QueryShape shape() {
            return honest.shape();
        }

        @Override
        public int vectors() {
            return honest.vectors();
        }

        @Override
        public long bytes() {
            return honest.bytes();
        }

        @Override
        public EncryptedAnswer answer(EncryptedQuery query, SecureRandom random) {
            return honest.answer(query, random)
                    .plus(IntStream.range(0, vectors()).map(lift).toArray());
        }

        @Override
        public void close() {
            honest.close();
        }
    }
}
