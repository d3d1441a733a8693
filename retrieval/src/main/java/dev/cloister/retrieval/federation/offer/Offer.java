package dev.cloister.retrieval.federation.offer;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.ring.KeyCommitments;
import dev.cloister.retrieval.ring.Quantisation;
import dev.cloister.retrieval.ring.QueryShape;
import dev.cloister.retrieval.ring.RingParameters;
import java.util.List;
import java.util.Objects;

/**
 * What is agreed on before the first query: an immutable snapshot, readable as a whole by whoever may read any of it.
 *
 * @param snapshot SHA-256 over what it holds, 64 hexadecimal digits
 * @param title for people
 * @param vectors how many passages it has
 * @param dimensions of an embedding
 * @param embedder which model made the embeddings; both sides must use the same
 * @param clip see {@link Quantisation}
 * @param parameters of the ring
 * @param groups the group counts in which queries are answered
 * @param slotBytes length of a sealed passage, the same for all
 * @param sealedHash SHA-256 of all sealed passages, 64 hexadecimal digits
 * @param auditKeys how many keys a querier commits to before each query, of which the owner sees all but one being made; 0
 *     where it does not ask for that
 */
public record Offer(
        String snapshot,
        String title,
        int vectors,
        int dimensions,
        String embedder,
        double clip,
        RingParameters parameters,
        List<Integer> groups,
        int slotBytes,
        String sealedHash,
        int auditKeys) {

    /** A passage is a few paragraphs. */
    public static final int LARGEST_SLOT = 16 << 10;

    /** More passages than an answer can score in reasonable time. */
    public static final int MOST_VECTORS = 1 << 20;

    /** Every owner answers in this group count, so that one question can go to all: a group has four dimensions. */
    public static final int COMMON_GROUP_WIDTH = 4;

    private static final int LONGEST_TEXT = 200;
    private static final int MOST_GROUPS = 16;

    /** @throws RetrievalException FEDERATION_MESSAGE_MALFORMED where it cannot be kept to */
    public Offer {
        groups = List.copyOf(groups);
        if (!isHash(snapshot)
                || !isHash(sealedHash)
                || Objects.isNull(parameters)
                || title.isBlank()
                || title.matches(".*\\p{C}.*")
                || title.length() > LONGEST_TEXT
                || embedder.length() > LONGEST_TEXT
                || vectors < 1
                || vectors > MOST_VECTORS
                || slotBytes < Passages.OVERHEAD
                || slotBytes > LARGEST_SLOT
                || groups.isEmpty()
                || groups.size() > MOST_GROUPS
                || auditKeys < 0
                || auditKeys == 1
                || auditKeys > KeyCommitments.MAX_KEYS) {
            throw new RetrievalException(Code.FEDERATION_MESSAGE_MALFORMED, "The offer is not in its form.");
        }
        var unusedQuantisation = new Quantisation(dimensions, clip);
        for (int one : groups) {
            var unusedShape = new QueryShape(parameters, dimensions, one);
        }
    }

    /** How embeddings become the vectors that are compared. */
    public Quantisation quantisation() {
        return new Quantisation(dimensions, clip);
    }

    private static boolean isHash(String text) {
        return text.matches("[0-9a-f]{64}");
    }
}
