package dev.cloister.retrieval.benchmark.quality;

import dev.cloister.retrieval.ring.EncryptedAnswer;
import dev.cloister.retrieval.ring.EncryptedQuery;
import dev.cloister.retrieval.ring.GroupSize;
import dev.cloister.retrieval.ring.PendingQuery;
import dev.cloister.retrieval.ring.Quantisation;
import dev.cloister.retrieval.ring.Querier;
import dev.cloister.retrieval.ring.QueryShape;
import dev.cloister.retrieval.ring.RingParameters;
import dev.cloister.retrieval.ring.RingScoring;
import dev.cloister.retrieval.ring.ScoredVectors;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** The same vectors scored in floats, in int8, and under encryption by owners who hold a part each. */
final class VectorScores {

    /** 100 Mbit/s each way. */
    private static final double BYTES_PER_SECOND = 12.5e6;

    private final SecureRandom random = new SecureRandom();
    private final List<float[]> vectors;
    private final Quantisation quantisation;
    private final List<byte[]> quantised;
    private final QueryShape shape;
    private final List<ScoredVectors> owners = new ArrayList<>();

    /** @param owners who hold neighbouring vectors, about as many each */
    VectorScores(List<float[]> vectors, int owners) {
        this.vectors = vectors;
        int dimensions = vectors.getFirst().length;
        quantisation = Quantisation.of(dimensions);
        quantised = vectors.stream().map(quantisation::quantise).toList();
        int each = Math.ceilDiv(vectors.size(), owners);
        shape = new QueryShape(
                RingParameters.STANDARD,
                dimensions,
                GroupSize.choose(RingParameters.STANDARD, dimensions, each, BYTES_PER_SECOND, BYTES_PER_SECOND));
        for (int from = 0; from < vectors.size(); from += each) {
            this.owners.add(
                    new RingScoring(1).encode(quantised.subList(from, Math.min(vectors.size(), from + each)), shape));
        }
    }

    double[] cosines(float[] query) {
        return vectors.stream()
                .mapToDouble(vector -> {
                    double sum = 0;
                    for (int i = 0; i < vector.length; i++) {
                        sum += (double) vector[i] * query[i];
                    }
                    return sum;
                })
                .toArray();
    }

    double[] int8(float[] query) {
        byte[] asked = quantisation.quantise(query);
        return quantised.stream()
                .mapToDouble(vector -> {
                    int sum = 0;
                    for (int i = 0; i < vector.length; i++) {
                        sum += vector[i] * asked[i];
                    }
                    return sum;
                })
                .toArray();
    }

    /** One encrypted query to all owners, over the bytes that would travel. */
    double[] encrypted(float[] query) {
        byte[] asked = quantisation.quantise(query);
        double[] scores = new double[vectors.size()];
        int place = 0;
        try (PendingQuery pending = Querier.ask(asked, shape.parameters(), shape.groups(), random)) {
            byte[] sent = pending.message().toBytes();
            for (ScoredVectors owner : owners) {
                byte[] returned =
                        owner.answer(EncryptedQuery.parse(sent), random).toBytes();
                for (int score : pending.decrypt(EncryptedAnswer.parse(returned))) {
                    scores[place++] = score;
                }
            }
        }
        return scores;
    }
}
