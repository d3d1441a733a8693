package dev.cloister.inference;

import java.util.List;

/**
 * Texts whose log-probabilities are wanted. Each text is computed alone, in chunks of 128 tokens from position 0, so
 * that its scores are bit for bit the same whatever else runs.
 *
 * @param session for whom
 * @param variant which adapters and control vectors
 * @param texts at most {@link #MOST_TEXTS}; each must fit into the context together with its prompt, and the whole
 *     request is refused with PROMPT_TOO_LONG where one does not: cut a long text by its tokens ({@link
 *     ScoredText.Tokens})
 * @param topLogProbabilities how many of the likeliest tokens are told of each place, at most 20
 * @param probes what looks at the layers' outputs on the way, by name and parameters
 */
public record ScoreRequest(
        Session session, Variant variant, List<ScoredText> texts, int topLogProbabilities, List<ProbeSpec> probes) {

    /** Most texts of one request. */
    public static final int MOST_TEXTS = 4096;

    private static final int MOST_TOP_LOG_PROBABILITIES = 20;
    private static final int MOST_PROBES = 16;

    public ScoreRequest {
        texts = List.copyOf(texts);
        probes = List.copyOf(probes);
        require(!texts.isEmpty() && texts.size() <= MOST_TEXTS, "1 to " + MOST_TEXTS + " texts are scored in one call");
        require(
                topLogProbabilities >= 0 && topLogProbabilities <= MOST_TOP_LOG_PROBABILITIES,
                "topLogProbabilities must be in [0, 20]");
        require(probes.size() <= MOST_PROBES, "at most " + MOST_PROBES + " probes look at one text");
    }

    /** Texts scored by the model as it is, each from its beginning. */
    public static ScoreRequest of(Session session, List<String> texts) {
        return new ScoreRequest(
                session, Variant.BASE, texts.stream().map(ScoredText::of).toList(), 0, List.of());
    }

    public ScoreRequest withVariant(Variant to) {
        return new ScoreRequest(session, to, texts, topLogProbabilities, probes);
    }

    public ScoreRequest withTopLogProbabilities(int count) {
        return new ScoreRequest(session, variant, texts, count, probes);
    }

    public ScoreRequest withProbes(List<ProbeSpec> to) {
        return new ScoreRequest(session, variant, texts, topLogProbabilities, to);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new EngineException(EngineException.Code.INVALID_REQUEST, what);
        }
    }
}
