package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;

/**
 * The scores of an owner's vectors, which only the querier can read, modulo 2^31: for each block the whole second half of a
 * ciphertext, and of the first half exactly the coefficients that hold scores.
 */
public final class EncryptedAnswer {

    /** The most vectors that one answer may score. */
    public static final int MAX_VECTORS = 1 << 22;

    private final QueryShape shape;
    private final QueryId query;
    private final int vectors;
    private final int[][] masks;
    private final int[] scores;

    /**
     * @param masks the second halves, by block
     * @param scores the coefficients of the first halves, by vector
     */
    EncryptedAnswer(QueryShape shape, QueryId query, int vectors, int[][] masks, int[] scores) {
        this.shape = shape;
        this.query = query;
        this.vectors = vectors;
        this.masks = masks;
        this.scores = scores;
    }

    /**
     * Reads what {@link #toBytes()} wrote, from a stranger.
     *
     * @throws RetrievalException RING_MESSAGE_MALFORMED, RING_MESSAGE_TOO_LARGE, RING_PARAMETERS_UNSUPPORTED,
     *     RING_POLYNOMIAL_ZERO
     */
    public static EncryptedAnswer parse(byte[] bytes) {
        return AnswerFormat.read(bytes);
    }

    /**
     * The same answer with something added to each score: noise that the owner draws, which no querier can tell from
     * another vector.
     *
     * @param noise by vector, in scores' own units
     */
    public EncryptedAnswer plus(int[] noise) {
        int[] noisy = new int[vectors];
        int unit = RingParameters.ANSWER_BITS - RingParameters.PLAINTEXT_BITS;
        for (int i = 0; i < vectors; i++) {
            noisy[i] = scores[i] + (noise[i] << unit) & Integer.MAX_VALUE;
        }
        return new EncryptedAnswer(shape, query, vectors, masks, noisy);
    }

    /** The wire form, {@link QueryShape#answerBytes} long. */
    public byte[] toBytes() {
        return AnswerFormat.write(this);
    }

    public QueryShape shape() {
        return shape;
    }

    /** The query that it answers. */
    public QueryId query() {
        return query;
    }

    /** How many vectors were scored. */
    public int vectors() {
        return vectors;
    }

    /** The second half of a block's ciphertext. Not to be changed. */
    int[] mask(int block) {
        return masks[block];
    }

    /** Coefficients of the first halves. Not to be changed. */
    int[] scores() {
        return scores;
    }
}
