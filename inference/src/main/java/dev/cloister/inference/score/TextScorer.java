package dev.cloister.inference.score;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.TextScore;
import dev.cloister.inference.TokenLogProbability;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.Vocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Computes one text after the other in a context of one sequence, chunk by chunk. For one thread. */
final class TextScorer {

    private final LlamaContext context;
    private final Vocabulary vocabulary;
    private final float[] row;

    TextScorer(LlamaContext context, Vocabulary vocabulary) {
        this.context = context;
        this.vocabulary = vocabulary;
        row = new float[vocabulary.size()];
    }

    /**
     * Scores a text.
     *
     * @param top how many of the likeliest tokens are wanted
     * @return empty when the chunks were not to go on
     */
    Optional<TextScore> score(PreparedText text, int top, Chunks chunks) {
        double[] logProbabilities = new double[text.tokens().length];
        List<List<TokenLogProbability>> likeliest =
                new ArrayList<>(Collections.nCopies(logProbabilities.length, List.of()));
        logProbabilities[0] = Double.NaN;
        context.clear(0);
        int chunk = context.settings().batchTokens();
        for (int from = 0; from < text.length(); from += chunk) {
            boolean goesOn = chunks.begin(from);
            try {
                if (!goesOn) {
                    return Optional.empty();
                }
                int end = Math.min(text.length(), from + chunk);
                decode(text, from, end);
                read(text, from, end, top, logProbabilities, likeliest);
            } finally {
                chunks.end();
            }
        }
        return Optional.of(new TextScore(text.tokens(), logProbabilities, likeliest, List.of()));
    }

    private void decode(PreparedText text, int from, int end) {
        context.begin();
        for (int position = from; position < end; position++) {
            context.add(0, text.token(position), position >= text.firstRow());
        }
        context.decode();
    }

    private void read(
            PreparedText text,
            int from,
            int end,
            int top,
            double[] logProbabilities,
            List<List<TokenLogProbability>> likeliest) {
        // The row after the last token predicts nothing that is scored.
        int last = Math.min(end, text.length() - 1);
        for (int position = Math.max(from, text.firstRow()); position < last; position++) {
            int at = position + 1 - text.prompt().length;
            context.copyLogits(position - from, row);
            double logSum = LogSoftmax.logSum(row);
            requireFinite(logSum);
            logProbabilities[at] = row[text.tokens()[at]] - logSum;
            if (top > 0) {
                likeliest.set(at, TopTokens.of(row, logSum, top, vocabulary::piece));
            }
        }
    }

    private static void requireFinite(double logSum) {
        if (!Double.isFinite(logSum)) {
            throw new EngineException(
                    Code.MODEL_INVALID,
                    "The model's logits for this text are not finite; its file, or an adapter, is damaged.");
        }
    }
}
