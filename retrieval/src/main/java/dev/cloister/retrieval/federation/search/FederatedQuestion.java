package dev.cloister.retrieval.federation.search;

import dev.cloister.retrieval.transfer.FetchMode;
import java.time.Duration;

/**
 * A question to all parties.
 *
 * @param vector its embedding, of length 1
 * @param embedder which model made it
 * @param limit how many passages are wanted, 1 to {@value #MOST}; so many are fetched of each party, whatever they scored
 * @param mode how passages are fetched
 * @param merge how their passages become one list
 * @param deadline for each party, passages included
 */
public record FederatedQuestion(
        float[] vector, String embedder, int limit, FetchMode mode, Merge merge, Duration deadline) {

    public static final int MOST = 32;

    public FederatedQuestion {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " passages");
        }
    }

    /** One whose passages are ranked by score. */
    public static FederatedQuestion of(float[] vector, String embedder, int limit, FetchMode mode, Duration deadline) {
        return new FederatedQuestion(vector, embedder, limit, mode, Merge.SCORES, deadline);
    }
}
