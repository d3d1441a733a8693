package dev.cloister.inference.variant;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Session;
import dev.cloister.inference.Variant;
import dev.cloister.inference.llama.Adaptation;
import dev.cloister.inference.llama.ContextSettings;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.session.Answer;
import dev.cloister.inference.session.AnswerListener;
import dev.cloister.inference.session.AnswerRequest;
import dev.cloister.inference.session.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A context with a scheduler for each variant in use beside the base: adapters and control vectors belong to a context,
 * never to a sequence. Contexts are made on demand; the one that was unused for longest makes room for the next variant,
 * and one that is unused for a while is closed. Safe for use by several threads.
 */
public final class VariantSchedulers {

    private static final Duration IDLE = Duration.ofMinutes(5);

    private final LlamaModel model;
    private final ContextSettings settings;
    private final int most;
    private final Function<LlamaContext, Scheduler> schedulers;
    private final Map<Variant, Place> places = new LinkedHashMap<>(16, 0.75f, true);

    /** Held while a context is made or closed, which takes long; never by answers that come and go in open ones. */
    private final ReentrantLock making = new ReentrantLock();

    private final AtomicInteger answers = new AtomicInteger();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("variants").daemon().factory());

    /**
     * @param settings how each variant's context is made
     * @param most contexts at once, each as large as the base's
     * @param schedulers makes the scheduler of a context
     */
    public VariantSchedulers(
            LlamaModel model, ContextSettings settings, int most, Function<LlamaContext, Scheduler> schedulers) {
        this.model = model;
        this.settings = settings;
        this.most = most;
        this.schedulers = schedulers;
        var sweeping = sweeper.scheduleWithFixedDelay(
                () -> sweep(IDLE), IDLE.toNanos(), IDLE.toNanos() / 4, TimeUnit.NANOSECONDS);
        if (sweeping.isCancelled()) {
            throw new IllegalStateException("the sweeper does not run");
        }
    }

    private final class Place {

        private final LlamaContext context;
        private final Scheduler scheduler;
        private int answers;
        private long unusedSince;

        Place(LlamaContext context) {
            this.context = context;
            scheduler = schedulers.apply(context);
        }

        void close() {
            scheduler.close();
            context.close();
        }
    }

    /**
     * Queues an answer of a variant.
     *
     * @throws EngineException QUEUE_FULL while answers run in all contexts that there may be; what a scheduler throws
     */
    public Answer submit(Variant variant, Adaptation adaptation, AnswerRequest request, AnswerListener listener) {
        return submit(enter(variant, adaptation), request, listener);
    }

    /** Queues an answer of a variant whose context is open; nothing where it is not, and then {@link #submit} makes it. */
    public Optional<Answer> submitOpen(Variant variant, AnswerRequest request, AnswerListener listener) {
        return enterOpen(variant).map(place -> submit(place, request, listener));
    }

    private Answer submit(Place place, AnswerRequest request, AnswerListener listener) {
        try {
            return place.scheduler.submit(request, new Leaving(place, listener));
        } catch (RuntimeException | Error e) {
            leave(place);
            throw e;
        }
    }

    /**
     * Drops what is kept of these sessions in all contexts.
     *
     * @param done told when it is done
     */
    public void forget(Predicate<Session> which, Runnable done) {
        making.lock();
        try {
            List<Place> open = places();
            AtomicInteger left = new AtomicInteger(open.size() + 1);
            Runnable one = () -> {
                if (left.decrementAndGet() == 0) {
                    done.run();
                }
            };
            open.forEach(place -> place.scheduler.forget(which, one));
            one.run();
        } finally {
            making.unlock();
        }
    }

    private synchronized List<Place> places() {
        return List.copyOf(places.values());
    }

    /** Contexts that are open now. */
    public synchronized int open() {
        return places.size();
    }

    /** Whether answers of variants run. */
    public boolean answering() {
        return answers.get() > 0;
    }

    /** Closes the contexts that have been unused for this long. */
    void sweep(Duration unused) {
        making.lock();
        try {
            takeUnused(unused).forEach(Place::close);
        } finally {
            making.unlock();
        }
    }

    private synchronized List<Place> takeUnused(Duration unused) {
        long now = System.nanoTime();
        List<Place> taken = new ArrayList<>();
        places.values()
                .removeIf(
                        place -> place.answers == 0 && now - place.unusedSince >= unused.toNanos() && taken.add(place));
        return taken;
    }

    private Place enter(Variant variant, Adaptation adaptation) {
        Optional<Place> known = enterOpen(variant);
        if (known.isPresent()) {
            return known.get();
        }
        making.lock();
        try {
            Optional<Place> meanwhile = enterOpen(variant);
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            makeRoom().ifPresent(Place::close);
            return enterNew(variant, open(adaptation));
        } finally {
            making.unlock();
        }
    }

    private synchronized Optional<Place> enterOpen(Variant variant) {
        return Optional.ofNullable(places.get(variant)).map(this::count);
    }

    private synchronized Place enterNew(Variant variant, Place place) {
        places.put(variant, place);
        return count(place);
    }

    private Place count(Place place) {
        place.answers++;
        answers.incrementAndGet();
        return place;
    }

    private Place open(Adaptation adaptation) {
        LlamaContext context = model.newContext(settings);
        try {
            context.adapt(adaptation);
            return new Place(context);
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
    }

    /** Takes out what was unused for longest, where there is no room for one more. */
    private synchronized Optional<Place> makeRoom() {
        if (places.size() < most) {
            return Optional.empty();
        }
        Variant longestUnused = places.entrySet().stream()
                .filter(entry -> entry.getValue().answers == 0)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new EngineException(
                        Code.QUEUE_FULL,
                        "Answers of %d other variants run, and there is no room for one more; try again in a moment."
                                .formatted(most)));
        return Optional.ofNullable(places.remove(longestUnused));
    }

    private synchronized void leave(Place place) {
        place.answers--;
        answers.decrementAndGet();
        place.unusedSince = System.nanoTime();
    }

    /** Counts an answer out before its reader hears of the end. */
    private final class Leaving implements AnswerListener {

        private final Place place;
        private final AnswerListener listener;

        Leaving(Place place, AnswerListener listener) {
            this.place = place;
            this.listener = listener;
        }

        @Override
        public void token(dev.cloister.inference.GeneratedToken token) {
            listener.token(token);
        }

        @Override
        public void done(dev.cloister.inference.Completion completion) {
            leave(place);
            listener.done(completion);
        }

        @Override
        public void failed(EngineException failure) {
            leave(place);
            listener.failed(failure);
        }
    }
}
