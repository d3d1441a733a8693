package dev.cloister.inference;

import java.util.List;

/**
 * One served model with its embedder. Safe for use by many threads at once; concurrent generations share one context by
 * batching and never see each other's tokens.
 *
 * <p>Every method may throw {@link EngineException}; after {@link EngineException.Code#ENGINE_CRASHED} the next call
 * reaches a fresh worker.
 */
public interface Engine extends AutoCloseable {

    /** Most bytes of a text in UTF-8 that {@link #tokenize} takes. */
    int LONGEST_TOKENIZED_BYTES = 4 << 20;

    /** What is served: name, hashes, sizes. */
    ModelInfo model();

    /** What it can do; what it cannot is refused with NOT_SUPPORTED. */
    default Capabilities capabilities() {
        return Capabilities.OWN;
    }

    /**
     * Starts to generate. The call returns once the request is queued; tokens are pulled from the result, whose {@link
     * Generation#close()} stops the model within one step.
     */
    Generation generate(GenerationRequest request);

    /**
     * Starts to compute the log-probabilities of given texts. It runs beside the answers, on threads of lower priority;
     * the result's {@link Scoring#close()} stops it.
     */
    Scoring score(ScoreRequest request);

    /**
     * The model's token ids of a text, without special tokens, control sequences read as plain text. The text may be
     * longer than the context.
     *
     * @param text at most {@link #LONGEST_TOKENIZED_BYTES} in UTF-8; a longer one is refused with INVALID_REQUEST
     */
    int[] tokenize(String text);

    /**
     * One unit-length vector (384 floats) per text, by the embedder that lives in the same worker.
     *
     * @param texts at most 256 texts
     */
    List<float[]> embed(List<String> texts);

    /**
     * How many word pieces the embedder reads each text as, its two marks included; it looks at the first {@link
     * dev.cloister.inference.embedding.SentenceEmbedder#WORD_PIECES} of them. Counts of texts that are many times longer
     * are lower bounds.
     *
     * @param texts at most 256 texts
     */
    int[] wordPieces(List<String> texts);

    /**
     * The bytes that each token adds to an answer, which may be a part of a UTF-8 character; none for control tokens.
     *
     * @param tokens at most 4096 ids of the vocabulary
     */
    List<byte[]> pieces(int[] tokens);

    /**
     * Drops whatever is kept of a session between its requests, before the call returns: when its conversations are
     * deleted. Answers under way go on.
     */
    void forget(Session session);

    /** The same for all sessions of a user, of whatever app: when the user leaves. */
    void forgetUser(String tenant, String user);

    @Override
    void close();
}
