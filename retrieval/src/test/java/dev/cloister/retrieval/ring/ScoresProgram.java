package dev.cloister.retrieval.ring;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/** An encrypted query in a JVM of its own; prints whether its scores are right. */
final class ScoresProgram {

    private ScoresProgram() {}

    public static void main(String[] arguments) {
        List<byte[]> vectors = Vectors.random(300, 384, 4);
        byte[] query = vectors.get(1);
        SecureRandom random = new SecureRandom();
        try (PendingQuery pending = Querier.ask(query, RingParameters.STRICT, 24, random)) {
            int[] scores = pending.decrypt(new RingScoring(1)
                    .encode(vectors, pending.message().shape())
                    .answer(pending.message(), random));
            System.out.println(Arrays.equals(Vectors.scores(vectors, query), scores) ? "right" : "wrong");
        }
    }
}
