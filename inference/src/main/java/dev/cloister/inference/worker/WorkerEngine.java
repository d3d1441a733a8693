package dev.cloister.inference.worker;

import dev.cloister.inference.Engine;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.ModelInfo;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.Scoring;
import dev.cloister.inference.Session;
import dev.cloister.inference.session.SchedulerCounters;
import dev.cloister.inference.template.PromptEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The engine as the gateway sees it: a worker process that is started, watched, and started again when it ends
 * unasked. Native code that fails takes the worker along, never this process.
 */
public final class WorkerEngine implements Engine {

    private static final int MOST_TEXTS = 256;
    private static final int MOST_PIECES = 4096;
    /** Longer than the worker's queues can take. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

    private final WorkerSupervisor supervisor;

    /**
     * Starts a worker and waits until its model is loaded.
     *
     * @throws EngineException MODEL_INVALID, LIBRARY_MISMATCH or ENGINE_UNAVAILABLE
     */
    public WorkerEngine(WorkerSettings settings, ProcessLauncher launcher) {
        supervisor = new WorkerSupervisor(settings, launcher);
    }

    @Override
    public ModelInfo model() {
        return supervisor.model();
    }

    @Override
    public Generation generate(GenerationRequest request) {
        return supervisor.call(
                new Message.Generate(request),
                (connection, call) -> new RemoteGeneration(() -> connection.tell(call, new Message.Cancel())));
    }

    @Override
    public Scoring score(ScoreRequest request) {
        return supervisor.call(
                new Message.Score(request),
                (connection, call) -> new RemoteScoring(
                        () -> connection.tell(call, new Message.Cancel()),
                        request.texts().size()));
    }

    @Override
    public int[] tokenize(String text) {
        PromptEncoder.requireTokenizable(text);
        return ask(new Message.Tokenize(text), Message.Tokens.class).ids();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        requireFew(texts);
        return ask(new Message.Embed(texts), Message.Vectors.class).vectors();
    }

    @Override
    public int[] wordPieces(List<String> texts) {
        requireFew(texts);
        return ask(new Message.Measure(texts), Message.Lengths.class).wordPieces();
    }

    @Override
    public List<byte[]> pieces(int[] tokens) {
        int size = model().vocabularySize();
        if (tokens.length > MOST_PIECES || IntStream.of(tokens).anyMatch(id -> id < 0 || id >= size)) {
            throw new EngineException(
                    Code.INVALID_REQUEST, "At most 4096 tokens of the vocabulary can be spelled in one call.");
        }
        return ask(new Message.Spell(tokens), Message.Pieces.class).pieces();
    }

    @Override
    public void forget(Session session) {
        forget(new Message.Forget(session.tenant(), session.user(), Optional.of(session.app())));
    }

    @Override
    public void forgetUser(String tenant, String user) {
        forget(new Message.Forget(tenant, user, Optional.empty()));
    }

    /** What the worker's scheduler has done since it started. */
    public SchedulerCounters counters() {
        return ask(new Message.Count(), Message.Counters.class).counters();
    }

    /** The running worker, for the status page; the last one while none runs. */
    public ProcessHandle worker() {
        return supervisor.worker();
    }

    /** How often the worker ended unasked and was started again. */
    public int restarts() {
        return supervisor.restarts();
    }

    @Override
    public void close() {
        supervisor.close();
    }

    private static void requireFew(List<String> texts) {
        if (texts.size() > MOST_TEXTS) {
            throw new EngineException(Code.INVALID_REQUEST, "At most 256 texts can be embedded in one call.");
        }
    }

    private <M extends Message> M ask(Message question, Class<M> reply) {
        return supervisor
                .call(question, (connection, call) -> new SingleReply<>(reply, () -> connection.abandon(call)))
                .await(LONGEST_CALL);
    }

    /** A worker that has ended has kept nothing. */
    private void forget(Message.Forget what) {
        supervisor.running().ifPresent(connection -> {
            int call = connection.nextCall();
            SingleReply<Message.Forgotten> reply =
                    new SingleReply<>(Message.Forgotten.class, () -> connection.abandon(call));
            if (connection.call(call, what, reply)) {
                try {
                    reply.await(LONGEST_CALL);
                } catch (EngineException e) {
                    if (e.code() != Code.ENGINE_CRASHED) {
                        throw e;
                    }
                }
            }
        });
    }
}
