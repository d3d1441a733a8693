package dev.cloister.inference.score;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.HiddenStateProbe;
import dev.cloister.inference.TextScore;
import dev.cloister.inference.llama.Adaptation;
import dev.cloister.inference.llama.ContextSettings;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.llama.TapFailure;
import dev.cloister.inference.llama.ThreadPriority;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** One thread that scores texts, with a context for plain texts and one for probed texts, each made when it is needed. */
final class Lane implements Runnable {

    private final ScoringLanes lanes;
    private final LlamaModel model;
    private final ContextSettings settings;
    private final Consumer<Throwable> fatal;
    private final ProbeTap tap;
    private Optional<Place> plain = Optional.empty();
    private Optional<Place> probing = Optional.empty();

    Lane(ScoringLanes lanes, LlamaModel model, ContextSettings settings, Consumer<Throwable> fatal) {
        this.lanes = lanes;
        this.model = model;
        this.settings = settings;
        this.fatal = fatal;
        tap = new ProbeTap(model.layers(), model.width());
    }

    /** A context and how the model is changed in it. */
    private static final class Place {

        private final LlamaContext context;
        private final TextScorer scorer;
        private Adaptation adaptation = Adaptation.NONE;

        Place(LlamaContext context, LlamaModel model) {
            this.context = context;
            scorer = new TextScorer(context, model.vocabulary());
        }

        TextScorer adapted(Adaptation to) {
            if (!to.equals(adaptation)) {
                context.adapt(to);
                adaptation = to;
            }
            return scorer;
        }
    }

    /** A text's chunks, each when its turn comes. */
    private final class Turn implements Chunks {

        private final ScoreJob job;
        private final IntConsumer position;

        Turn(ScoreJob job, IntConsumer position) {
            this.job = job;
            this.position = position;
        }

        @Override
        public boolean begin(int at) {
            lanes.turns().begin();
            position.accept(at);
            return !job.ended();
        }

        @Override
        public void end() {
            lanes.turns().end();
        }
    }

    @Override
    public void run() {
        ThreadPriority.yieldToOthers();
        try {
            for (Optional<ScoringLanes.Work> work = lanes.take(); work.isPresent(); work = lanes.take()) {
                score(work.get().job(), work.get().text());
            }
            plain.ifPresent(place -> place.context.close());
            probing.ifPresent(place -> place.context.close());
        } catch (RuntimeException | Error e) {
            fatal.accept(e);
        }
    }

    private void score(ScoreJob job, int index) {
        PreparedScore request = job.request();
        PreparedText text = request.texts().get(index);
        try {
            Optional<TextScore> score = request.probed() ? probed(job, text) : plain(job, text);
            score.ifPresent(one -> job.scored(index, one));
        } catch (EngineException e) {
            job.failed(e);
        } catch (TapFailure e) {
            job.failed(failed(e.getCause() == null ? e : e.getCause()));
        }
    }

    /** A probe is foreign code: what it throws ends the scoring, not the worker. */
    private static <T> T ofProbe(Supplier<T> call) {
        try {
            return call.get();
        } catch (EngineException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw failed(e);
        }
    }

    private static EngineException failed(Throwable cause) {
        return new EngineException(Code.INVALID_REQUEST, "A probe failed and ended the scoring: " + cause, cause);
    }

    private Optional<TextScore> plain(ScoreJob job, PreparedText text) {
        Place place = plain.orElseGet(() -> new Place(model.newContext(settings), model));
        plain = Optional.of(place);
        return place.adapted(job.request().adaptation())
                .score(text, job.request().top(), new Turn(job, position -> {}));
    }

    private Optional<TextScore> probed(ScoreJob job, PreparedText text) {
        Place place = probing.orElseGet(() -> new Place(model.newContext(settings, tap), model));
        probing = Optional.of(place);
        List<HiddenStateProbe> probes = ofProbe(job.request().probes());
        ofProbe(() -> tap.begin(probes, text));
        return place.adapted(job.request().adaptation())
                .score(text, job.request().top(), new Turn(job, tap::chunk))
                .map(score -> new TextScore(score.tokens(), score.logProbabilities(), score.top(), ofProbe(tap::end)));
    }
}
