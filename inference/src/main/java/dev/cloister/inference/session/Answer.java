package dev.cloister.inference.session;

import dev.cloister.inference.Completion;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.TokenLogProbability;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.llama.Vocabulary;
import dev.cloister.inference.sampling.DrawnToken;
import dev.cloister.inference.sampling.TokenHistory;
import dev.cloister.inference.sampling.TokenSampler;
import dev.cloister.inference.score.TopTokens;
import java.util.List;
import java.util.Optional;

/** A running or waiting answer. Only {@link #cancel()} may come from another thread than the scheduler's. */
public final class Answer {

    private final AnswerRequest request;
    private final AnswerListener listener;
    private final TokenHistory history;
    private final TokenSampler sampler;
    private final TextAssembler text;
    private final int limit;
    private int cached;
    private int prefilled;
    private int generated;
    private Optional<GeneratedToken> delayed = Optional.empty();
    private volatile boolean cancelled;

    Answer(AnswerRequest request, AnswerListener listener, TokenSampler sampler, int limit) {
        this.request = request;
        this.listener = listener;
        this.sampler = sampler;
        this.limit = limit;
        history = new TokenHistory(request.prompt());
        text = new TextAssembler(request.stop());
        request.constraint().limit(limit);
    }

    /** Stops the answer before the scheduler's next step. */
    public void cancel() {
        cancelled = true;
    }

    boolean cancelled() {
        return cancelled;
    }

    int promptTokens() {
        return request.prompt().length;
    }

    int promptToken(int index) {
        return request.prompt()[index];
    }

    boolean inPrompt() {
        return prefilled < promptTokens();
    }

    int prefilled() {
        return prefilled;
    }

    void prefilledUpTo(int position) {
        prefilled = position;
    }

    /** The first tokens of the prompt were computed for an earlier answer, and are at hand. */
    void cachedUpTo(int position) {
        cached = position;
        prefilled = position;
    }

    /** Most tokens that it may still draw. */
    int left() {
        return limit - generated;
    }

    int lastToken() {
        return history.last();
    }

    /**
     * Draws the next token from the row.
     *
     * @return why the answer ends, where it does; {@link #finish} is to follow
     */
    Optional<FinishReason> advance(float[] row, Vocabulary vocabulary) {
        DrawnToken drawn = sampler.draw(row, history, request.constraint());
        if (vocabulary.endsGeneration(drawn.id())) {
            return Optional.of(FinishReason.STOP);
        }
        history.add(drawn.id());
        generated++;
        request.constraint().accept(drawn.id());
        // The row is the model's own: the logit less its log-probability is what every token of the row lacks.
        List<TokenLogProbability> top = TopTokens.of(
                row, row[drawn.id()] - drawn.logProbability(), request.topLogProbabilities(), vocabulary::piece);
        deliver(new GeneratedToken(
                drawn.id(), text.add(request.reading().spoken(drawn.id())), drawn.logProbability(), top));
        if (text.stopped() || request.constraint().finished()) {
            return Optional.of(FinishReason.STOP);
        }
        if (generated >= limit) {
            return Optional.of(request.constraint().complete() ? FinishReason.STOP : FinishReason.LENGTH);
        }
        return Optional.empty();
    }

    void finish(FinishReason reason) {
        String rest = text.add(request.reading().rest()) + text.end();
        delayed.ifPresent(token -> listener.token(token.withText(token.text() + rest)));
        delayed = Optional.empty();
        List<ToolCall> calls = request.reading().calls();
        boolean asksForTools = reason == FinishReason.STOP && !calls.isEmpty();
        listener.done(new Completion(
                asksForTools ? FinishReason.TOOL_CALLS : reason, promptTokens(), generated, cached, calls));
    }

    void fail(EngineException failure) {
        listener.failed(failure);
    }

    /** A token whose text is still held waits for the next one, since only a token can carry text. */
    private void deliver(GeneratedToken token) {
        delayed.ifPresent(listener::token);
        delayed = Optional.empty();
        if (text.holds() || request.reading().holds()) {
            delayed = Optional.of(token);
        } else {
            listener.token(token);
        }
    }
}
