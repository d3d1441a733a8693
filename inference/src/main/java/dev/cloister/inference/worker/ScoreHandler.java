package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.ScoredText;
import dev.cloister.inference.TextScore;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.score.PreparedScore;
import dev.cloister.inference.score.PreparedText;
import dev.cloister.inference.score.ScoreJob;
import dev.cloister.inference.score.ScoreListener;
import dev.cloister.inference.score.ScoringLanes;
import dev.cloister.inference.template.PromptEncoder;
import dev.cloister.inference.variant.Adaptations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Does the scoring calls: splits texts into tokens on a thread of its own, refuses what does not fit, sends scores. */
final class ScoreHandler {

    private final LlamaModel model;
    private final int contextTokens;
    private final ScoringLanes lanes;
    private final Adaptations adaptations;
    private final ProbeRegistry probes = new ProbeRegistry();
    private final WorkQueue preparation;
    private final BiConsumer<Integer, Message> replies;
    private final Map<Integer, Call> calls = new ConcurrentHashMap<>();

    ScoreHandler(
            LoadedModel loaded,
            ScoringLanes lanes,
            Adaptations adaptations,
            WorkQueue preparation,
            BiConsumer<Integer, Message> replies) {
        model = loaded.model();
        contextTokens = loaded.info().contextTokens();
        this.lanes = lanes;
        this.adaptations = adaptations;
        this.preparation = preparation;
        this.replies = replies;
    }

    /**
     * @param bytes the request's size on the socket
     */
    void start(int id, ScoreRequest request, int bytes) {
        Call call = new Call(id);
        if (calls.putIfAbsent(id, call) != null) {
            throw new IllegalArgumentException("the call " + id + " is running already");
        }
        try {
            preparation.add(bytes, () -> submit(call, request));
        } catch (EngineException e) {
            call.failed(e);
        }
    }

    private void submit(Call call, ScoreRequest request) {
        try {
            call.attach(lanes.submit(prepare(request), call));
        } catch (EngineException e) {
            call.failed(e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            call.failed(new EngineException(
                    Code.INVALID_REQUEST, "The scoring could not be prepared: " + e.getMessage(), e));
        }
    }

    void cancel(int id) {
        Call call = calls.get(id);
        if (call != null) {
            call.cancel();
        }
    }

    private PreparedScore prepare(ScoreRequest request) {
        List<PreparedText> texts = new ArrayList<>();
        for (ScoredText text : request.texts()) {
            texts.add(prepare(texts.size(), text));
        }
        probes.create(request.probes());
        return new PreparedScore(
                texts,
                adaptations.of(adaptations.normal(request.variant())),
                request.topLogProbabilities(),
                () -> probes.create(request.probes()),
                !request.probes().isEmpty());
    }

    private PreparedText prepare(int index, ScoredText text) {
        PreparedText prepared =
                switch (text) {
                    case ScoredText.Text one -> {
                        PromptEncoder.requireTokenizable(one.prompt());
                        PromptEncoder.requireTokenizable(one.text());
                        yield new PreparedText(
                                model.tokenize(one.prompt(), true, false), model.tokenize(one.text(), false, false));
                    }
                    case ScoredText.Tokens one -> new PreparedText(one.prompt(), one.tokens());
                };
        requireTokens(index, prepared.prompt());
        requireTokens(index, prepared.tokens());
        if (prepared.tokens().length == 0) {
            throw new EngineException(Code.INVALID_REQUEST, "Text %d is empty; leave it out.".formatted(index));
        }
        long length = (long) prepared.prompt().length + prepared.tokens().length;
        if (length > contextTokens) {
            throw new EngineException(
                    Code.PROMPT_TOO_LONG,
                    "Text %d has %d tokens with its prompt and the context holds %d. Nothing was scored; cut it by its tokens."
                            .formatted(index, length, contextTokens));
        }
        return prepared;
    }

    private void requireTokens(int index, int[] tokens) {
        for (int token : tokens) {
            if (token < 0 || token >= model.vocabulary().size()) {
                throw new EngineException(
                        Code.INVALID_REQUEST, "Text %d holds the unknown token %d.".formatted(index, token));
            }
        }
    }

    /** One scoring on its way to the socket. It may be cancelled before the lanes know it. */
    private final class Call implements ScoreListener {

        private final int id;
        private Optional<ScoreJob> job = Optional.empty();
        private boolean cancelled;

        Call(int id) {
            this.id = id;
        }

        synchronized void attach(ScoreJob started) {
            job = Optional.of(started);
            if (cancelled) {
                started.cancel();
            }
        }

        synchronized void cancel() {
            cancelled = true;
            job.ifPresent(ScoreJob::cancel);
        }

        @Override
        public void scored(int text, TextScore score) {
            replies.accept(id, new Message.Scored(text, score));
        }

        @Override
        public void done() {
            calls.remove(id);
            replies.accept(id, new Message.AllScored());
        }

        @Override
        public void failed(EngineException failure) {
            calls.remove(id);
            replies.accept(id, Message.Failed.of(failure));
        }
    }
}
