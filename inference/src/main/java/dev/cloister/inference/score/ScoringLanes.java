package dev.cloister.inference.score;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.llama.ContextSettings;
import dev.cloister.inference.llama.LlamaModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Threads that score texts beside the answers, each in a context of its own that computes on that thread alone. A lane
 * never waits for another one, so all cores can be used while no answers run, and what these leave while they do; lanes
 * run at low priority beside whatever else the machine does. Requests take turns text by text. A lane that finds no work for a while ends and frees its memory.
 */
public final class ScoringLanes {

    private static final int MOST_LANES = 8;
    private static final int MOST_JOBS = 64;
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final LlamaModel model;
    private final ContextSettings settings;
    private final int lanes;
    private final Consumer<Throwable> fatal;
    private final Turns turns;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Deque<ScoreJob> jobs = new ArrayDeque<>();
    private int started;
    private int idle;

    /** A text to be scored. */
    record Work(ScoreJob job, int text) {}

    /**
     * @param answers how the answers' context is made
     * @param chunkTokens tokens computed at once: the chunks of the answers' prompts, so that both give the same bits
     * @param answering whether answers run
     * @param fatal told when the library fails in mid-text; the process is unusable then
     */
    public ScoringLanes(
            LlamaModel model,
            ContextSettings answers,
            int chunkTokens,
            BooleanSupplier answering,
            Consumer<Throwable> fatal) {
        this.model = model;
        this.fatal = fatal;
        turns = new Turns(answers.threads(), answering);
        settings = new ContextSettings(
                1,
                answers.sequenceTokens(),
                Math.min(chunkTokens, answers.sequenceTokens()),
                1,
                answers.kvType(),
                answers.attention());
        lanes = Math.min(MOST_LANES, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Queues a request.
     *
     * @throws EngineException QUEUE_FULL
     */
    public ScoreJob submit(PreparedScore request, ScoreListener listener) {
        ScoreJob job = new ScoreJob(request, listener);
        lock.lock();
        try {
            jobs.removeIf(one -> !one.hasNext());
            if (jobs.size() >= MOST_JOBS) {
                throw new EngineException(
                        Code.QUEUE_FULL, "%d scorings wait already; try again later.".formatted(jobs.size()));
            }
            jobs.addLast(job);
            int wanted = Math.min(lanes, request.texts().size());
            for (int free = idle; free < wanted && started < lanes; free++) {
                started++;
                Lane lane = new Lane(this, model, settings, fatal);
                Thread.ofPlatform().name("scoring").daemon().start(lane);
            }
            work.signalAll();
            return job;
        } finally {
            lock.unlock();
        }
    }

    Turns turns() {
        return turns;
    }

    /** The next text, from the request whose turn it is; empty when a lane shall end. */
    Optional<Work> take() {
        long left = IDLE.toNanos();
        lock.lock();
        try {
            idle++;
            while (true) {
                for (ScoreJob job = jobs.pollFirst(); job != null; job = jobs.pollFirst()) {
                    if (job.hasNext()) {
                        Work next = new Work(job, job.begin());
                        jobs.addLast(job);
                        return Optional.of(next);
                    }
                }
                if (left <= 0) {
                    started--;
                    return Optional.empty();
                }
                left = work.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            started--;
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            idle--;
            lock.unlock();
        }
    }
}
