package dev.cloister.inference.session;

import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Session;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.Vocabulary;
import dev.cloister.inference.sampling.SequenceBreakers;
import dev.cloister.inference.sampling.TokenSampler;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The one thread of a context: answers join and leave at any step, each in a sequence of its own (continuous batching,
 * Yu et al. 2022, section 4). A step decodes one token of every running answer in one batch, then at most one chunk of
 * one prompt in a batch of its own, so that a prompt's split never depends on its neighbours and a running answer never
 * waits longer than for a chunk. A step in which states are moved in or out of the context computes no chunk. Without
 * answers it seals states ahead of those who will need their place, then the thread sleeps.
 *
 * <p>Sequences and chunks go to the tenant, and within it to the user, who has had least ({@link Share}). While others
 * wait, who holds two sequences more than they do has one of his answers stopped; it goes on later, bit for bit.
 */
public final class Scheduler implements AutoCloseable {

    /** A drawn token costs about as much time as four of a prompt, in a batch that is half full. */
    private static final int DRAWN_TOKEN_COST = 4;

    private final LlamaContext context;
    private final Vocabulary vocabulary;
    private final int chunkTokens;
    private final Consumer<Throwable> fatal;
    private final TokenSampler.Space space;
    private final float[] row;
    private final PrefixDigest digest;
    private final Sequences sequences;
    private final WaitingRoom waiting;
    private final Thread thread;
    private volatile Tally tally = Tally.NOTHING;
    private volatile int active;
    private volatile Sequences.Usage usage;

    /**
     * @param fatal told when the library fails in mid-step; the context is unusable then
     */
    public Scheduler(
            LlamaContext context, Vocabulary vocabulary, SchedulerSettings settings, Consumer<Throwable> fatal) {
        this.context = context;
        this.vocabulary = vocabulary;
        chunkTokens = settings.chunkTokens();
        waiting = new WaitingRoom(settings);
        this.fatal = fatal;
        space = new TokenSampler.Space(vocabulary.size(), SequenceBreakers.of(vocabulary.size(), vocabulary::piece));
        row = new float[vocabulary.size()];
        digest = new PrefixDigest(chunkTokens);
        sequences = new Sequences(context, chunkTokens, new SealedStates(settings.idleBytes()));
        usage = sequences.usage();
        thread = Thread.ofPlatform().name("scheduler").daemon().start(this::run);
    }

    /** Prepares this process for the first draw and the first session that leaves a context; both would be slow otherwise. */
    public static void warmUp() {
        TokenSampler.warmUp();
        StateCipher.warmUp();
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
        waiting.enter(answer, request.session(), digest.of(request.prompt()));
        return answer;
    }

    public SchedulerCounters counters() {
        Tally done = tally;
        Sequences.Usage held = usage;
        return new SchedulerCounters(
                done.steps(),
                active,
                waiting.size(),
                held.resident(),
                held.swapped(),
                held.swappedBytes(),
                done.cached(),
                done.drawn(),
                done.longest());
    }

    /**
     * Drops what is kept of these sessions between two steps; their answers under way go on, and nothing of them is kept.
     *
     * @param done told by the scheduler's thread when it is done
     */
    public void forget(Predicate<Session> which, Runnable done) {
        waiting.errand(() -> {
            sequences.forget(which);
            Stream.concat(sequences.running().stream().map(Sequences::ticket), waiting.inOrder().stream())
                    .filter(ticket -> which.test(ticket.session()))
                    .forEach(Ticket::forget);
            usage = sequences.usage();
            done.run();
        });
    }

    /**
     * Lends the context to a measurement, on the scheduler's thread, between two steps while no answer runs or waits.
     * What was kept of sessions is dropped first.
     *
     * @param work uses the context alone and leaves its sequences empty
     * @throws IllegalStateException thrown by the scheduler's thread, which ends it, where answers run
     */
    public void lend(Consumer<LlamaContext> work) {
        waiting.errand(() -> {
            if (active > 0 || waiting.size() > 0) {
                throw new IllegalStateException("the context is in use");
            }
            sequences.forget(session -> true);
            usage = sequences.usage();
            work.accept(context);
        });
    }

    /** Ends the thread after the current step; all answers are cancelled. The context may be closed afterwards. */
    @Override
    public void close() {
        waiting.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (settle()) {
                long start = System.nanoTime();
                boolean moved = admit();
                decodeRunning();
                if (!moved) {
                    prefillOneChunk();
                }
                if (active == 0 && sequences.wantsSealing()) {
                    sequences.sealAhead();
                    usage = sequences.usage();
                }
                tally = tally.lasting(Duration.ofNanos(System.nanoTime() - start));
            }
        } catch (RuntimeException | Error e) {
            fatal.accept(e);
        }
    }

    /** Does the errands and lets go what was cancelled, all at the end; false then. Sleeps while there is nothing. */
    private boolean settle() {
        WaitingRoom.Due due = waiting.due(active > 0 || sequences.wantsSealing());
        due.errands().forEach(Runnable::run);
        for (Ticket ticket : due.cancelled()) {
            sequences.abandon(ticket);
            usage = sequences.usage();
            waiting.leave(ticket);
            ticket.answer().finish(FinishReason.CANCELLED);
        }
        sequences.running().stream()
                .filter(place ->
                        due.closed() || Sequences.ticket(place).answer().cancelled())
                .forEach(place -> release(place).answer().finish(FinishReason.CANCELLED));
        return !due.closed();
    }

    /** Gives sequences to waiting answers, until one needed states to be moved; true then. */
    private boolean admit() {
        boolean moved = false;
        Optional<Ticket> next = takeNext();
        while (next.isPresent()) {
            Ticket ticket = next.get();
            int before = ticket.answer().prefilled();
            moved = sequences.give(ticket);
            ticket.hold(1);
            active++;
            tally = tally.reuse(ticket.answer().prefilled() - before);
            usage = sequences.usage();
            next = moved ? Optional.empty() : takeNext();
        }
        return moved || stopOne();
    }

    private Optional<Ticket> takeNext() {
        return sequences.hasRoom() ? waiting.next() : Optional.empty();
    }

    /** Stops the answer of whom holds most, where another waits who holds fewer by two; true where one was stopped. */
    private boolean stopOne() {
        Optional<Place> most = sequences.hasRoom() ? Optional.empty() : mostHeld();
        if (most.isEmpty()) {
            return false;
        }
        Place place = most.get();
        Ticket ticket = Sequences.ticket(place);
        if (!sequences.stop(place)) {
            return false;
        }
        ticket.hold(-1);
        active--;
        usage = sequences.usage();
        waiting.goBack(ticket);
        return true;
    }

    private Optional<Place> mostHeld() {
        Comparator<Place> byHeld = Comparator.comparing(Sequences::ticket, Ticket.BY_HELD);
        return waiting.inOrder().stream()
                .flatMap(candidate -> sequences.running().stream()
                        .filter(place -> Sequences.ticket(place).holdsMoreThan(candidate))
                        .max(byHeld)
                        .stream())
                .findFirst();
    }

    private void decodeRunning() {
        List<Place> decoding = sequences.running().stream()
                .filter(place -> !Sequences.ticket(place).answer().inPrompt())
                .toList();
        if (decoding.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        context.begin();
        int[] rows = new int[decoding.size()];
        for (int i = 0; i < rows.length; i++) {
            Place place = decoding.get(i);
            rows[i] = context.add(
                    place.sequence(), Sequences.ticket(place).answer().lastToken(), true);
        }
        context.decode();
        tally = tally.step(rows.length);
        waiting.charge(decoding.stream().map(Sequences::ticket).toList(), DRAWN_TOKEN_COST);
        waiting.pace()
                .step(
                        Duration.ofNanos(System.nanoTime() - start),
                        decoding.stream()
                                .mapToInt(place ->
                                        Sequences.ticket(place).answer().left())
                                .min()
                                .orElse(0));
        for (int i = 0; i < rows.length; i++) {
            advance(decoding.get(i), rows[i]);
        }
    }

    private void prefillOneChunk() {
        Optional<Place> next = sequences.running().stream()
                .filter(place -> Sequences.ticket(place).answer().inPrompt())
                .min(Comparator.comparing(Sequences::ticket, Ticket.BY_SERVED));
        if (next.isEmpty()) {
            return;
        }
        Place place = next.get();
        Answer answer = Sequences.ticket(place).answer();
        int from = answer.prefilled();
        int end = Math.min(from + chunkTokens, answer.promptTokens());
        boolean last = end == answer.promptTokens();
        context.begin();
        int index = -1;
        for (int i = from; i < end; i++) {
            index = context.add(place.sequence(), answer.promptToken(i), last && i == end - 1);
        }
        context.decode();
        tally = tally.step(last ? 1 : 0);
        waiting.charge(List.of(Sequences.ticket(place)), end - from);
        answer.prefilledUpTo(end);
        if (last) {
            advance(place, index);
        }
    }

    private void advance(Place place, int index) {
        Answer answer = Sequences.ticket(place).answer();
        context.copyLogits(index, row);
        Optional<FinishReason> end;
        try {
            end = answer.advance(row, vocabulary);
        } catch (EngineException e) {
            release(place).answer().fail(e);
            return;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            release(place)
                    .answer()
                    .fail(new EngineException(
                            Code.INVALID_REQUEST, "The answer's sampling failed and ended it: " + e, e));
            return;
        }
        end.ifPresent(reason -> release(place).answer().finish(reason));
    }

    /** Frees an answer's sequence; only then may it be told to end, so that who hears of it finds the place free. */
    private Ticket release(Place place) {
        Ticket ticket = Sequences.ticket(place);
        sequences.end(place);
        usage = sequences.usage();
        ticket.hold(-1);
        active--;
        waiting.leave(ticket);
        waiting.pace().end(System.nanoTime(), waiting.size() > 0);
        return ticket;
    }
}
