package dev.cloister.inference.session;

import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.Vocabulary;
import dev.cloister.inference.sampling.SequenceBreakers;
import dev.cloister.inference.sampling.TokenSampler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The one thread of a context: answers join and leave at any step, each in a sequence of its own (continuous batching,
 * Yu et al. 2022, section 4). A step decodes one token of every running answer in one batch, then at most one chunk of
 * one prompt in a batch of its own, so that a prompt's split never depends on its neighbours and a running answer never
 * waits longer than for a chunk. Without answers the thread sleeps.
 */
public final class Scheduler implements AutoCloseable {

    private final LlamaContext context;
    private final Vocabulary vocabulary;
    private final SchedulerSettings settings;
    private final Consumer<Throwable> fatal;
    private final TokenSampler.Space space;
    private final float[] row;
    private final Answer[] running;
    private final int[] rowIndex;
    private final Deque<Integer> prefilling = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Deque<Answer> waiting = new ArrayDeque<>();
    private final Thread thread;
    private boolean closed;
    private volatile long steps;
    private volatile int active;

    /**
     * @param fatal told when the library fails in mid-step; the context is unusable then
     */
    public Scheduler(
            LlamaContext context, Vocabulary vocabulary, SchedulerSettings settings, Consumer<Throwable> fatal) {
        this.context = context;
        this.vocabulary = vocabulary;
        this.settings = settings;
        this.fatal = fatal;
        space = new TokenSampler.Space(vocabulary.size(), SequenceBreakers.of(vocabulary.size(), vocabulary::piece));
        row = new float[vocabulary.size()];
        running = new Answer[context.settings().sequences()];
        rowIndex = new int[running.length];
        thread = Thread.ofPlatform().name("scheduler").daemon().start(this::run);
    }

    /**
     * Queues an answer.
     *
     * @throws EngineException PROMPT_TOO_LONG, QUEUE_FULL or INVALID_REQUEST
     */
    public Answer submit(AnswerRequest request, AnswerListener listener) {
        int room = context.settings().sequenceTokens() - request.prompt().length;
        if (request.prompt().length == 0) {
            throw new EngineException(Code.INVALID_REQUEST, "The prompt is empty.");
        }
        if (room < 1) {
            throw new EngineException(
                    Code.PROMPT_TOO_LONG,
                    "The prompt has %d tokens and the context holds %d; shorten the prompt."
                            .formatted(
                                    request.prompt().length, context.settings().sequenceTokens()));
        }
        Answer answer = new Answer(
                request,
                listener,
                space.sampler(request.sampling(), request.stages()),
                Math.min(request.maxTokens(), room));
        lock.lock();
        try {
            // What was cancelled leaves the queue at the next step only.
            long ahead = waiting.stream().filter(one -> !one.cancelled()).count();
            if (ahead >= settings.waiting()) {
                throw new EngineException(
                        Code.QUEUE_FULL, "%d requests wait already; try again in a moment.".formatted(ahead));
            }
            waiting.addLast(answer);
            work.signal();
            return answer;
        } finally {
            lock.unlock();
        }
    }

    public SchedulerCounters counters() {
        lock.lock();
        try {
            return new SchedulerCounters(steps, active, waiting.size());
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread after the current step; running answers are cancelled. The context may be closed afterwards. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (admit()) {
                decodeRunning();
                prefillOneChunk();
            }
            for (int sequence = 0; sequence < running.length; sequence++) {
                if (running[sequence] != null) {
                    release(sequence).finish(FinishReason.CANCELLED);
                }
            }
        } catch (RuntimeException | Error e) {
            fatal.accept(e);
        }
    }

    /** Lets go what was cancelled, gives free sequences to waiting answers; false once closed. */
    private boolean admit() {
        for (int sequence = 0; sequence < running.length; sequence++) {
            if (running[sequence] != null && running[sequence].cancelled()) {
                release(sequence).finish(FinishReason.CANCELLED);
            }
        }
        List<Answer> dropped = new ArrayList<>();
        boolean open;
        lock.lock();
        try {
            while (!closed && active == 0 && waiting.isEmpty()) {
                work.awaitUninterruptibly();
            }
            waiting.removeIf(answer -> answer.cancelled() && dropped.add(answer));
            for (int sequence = 0; sequence < running.length && !waiting.isEmpty(); sequence++) {
                if (running[sequence] == null) {
                    running[sequence] = waiting.removeFirst();
                    rowIndex[sequence] = -1;
                    prefilling.addLast(sequence);
                    active++;
                }
            }
            open = !closed;
        } finally {
            lock.unlock();
        }
        dropped.forEach(answer -> answer.finish(FinishReason.CANCELLED));
        return open;
    }

    private void decodeRunning() {
        context.begin();
        boolean any = false;
        for (int sequence = 0; sequence < running.length; sequence++) {
            rowIndex[sequence] = -1;
            Answer answer = running[sequence];
            if (answer != null && answer.prefilled() == answer.promptTokens()) {
                rowIndex[sequence] = context.add(sequence, answer.lastToken(), true);
                any = true;
            }
        }
        if (!any) {
            return;
        }
        context.decode();
        steps++;
        for (int sequence = 0; sequence < running.length; sequence++) {
            if (rowIndex[sequence] >= 0) {
                advance(sequence, rowIndex[sequence]);
            }
        }
    }

    private void prefillOneChunk() {
        if (prefilling.isEmpty()) {
            return;
        }
        int sequence = prefilling.removeFirst();
        Answer answer = running[sequence];
        int from = answer.prefilled();
        int end = Math.min(from + settings.chunkTokens(), answer.promptTokens());
        boolean last = end == answer.promptTokens();
        context.begin();
        int index = -1;
        for (int i = from; i < end; i++) {
            index = context.add(sequence, answer.promptToken(i), last && i == end - 1);
        }
        context.decode();
        steps++;
        answer.prefilledUpTo(end);
        if (last) {
            advance(sequence, index);
        } else {
            prefilling.addLast(sequence);
        }
    }

    private void advance(int sequence, int index) {
        Answer answer = running[sequence];
        context.copyLogits(index, row);
        Optional<FinishReason> end;
        try {
            end = answer.advance(row, vocabulary);
        } catch (EngineException e) {
            release(sequence).fail(e);
            return;
        } catch (RuntimeException e) {
            release(sequence)
                    .fail(new EngineException(
                            Code.INVALID_REQUEST, "The answer's sampling failed and ended it: " + e.getMessage(), e));
            return;
        }
        end.ifPresent(reason -> release(sequence).finish(reason));
    }

    /** Frees an answer's sequence; only then may it be told to end, so that who hears of it finds the place free. */
    @SuppressWarnings("NullAway")
    private Answer release(int sequence) {
        Answer answer = running[sequence];
        running[sequence] = null;
        prefilling.remove(sequence);
        context.clear(sequence);
        active--;
        return answer;
    }
}
