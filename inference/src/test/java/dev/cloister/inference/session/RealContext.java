package dev.cloister.inference.session;

import dev.cloister.inference.Completion;
import dev.cloister.inference.Downloads;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.Shallow;
import dev.cloister.inference.llama.Attention;
import dev.cloister.inference.llama.ContextSettings;
import dev.cloister.inference.llama.KvType;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.LlamaLibrary;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.sampling.Constraint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A scheduler on a context of the default model, or of its first layers where how deep it is makes no difference. */
final class RealContext implements AutoCloseable {

    static final int CHUNK = 32;
    static final SchedulerSettings SETTINGS = new SchedulerSettings(64, 64, CHUNK, 64L << 20);

    /** Bytes of one token's keys and values at half precision. */
    static final int TOKEN_BYTES;

    private static final int LAYERS = 6;
    private static final int HEADS = 3;
    private static final int HEAD_WIDTH = 64;
    private static final LlamaLibrary LIBRARY = LlamaLibrary.load(Downloads.nativeDirectory());
    private static final LlamaModel MODEL;

    static {
        TOKEN_BYTES = LAYERS * HEADS * HEAD_WIDTH * 2 * Short.BYTES;
        try {
            Path file = Files.createTempFile("shallow", ".gguf");
            MODEL = LIBRARY.loadModel(Shallow.write(Downloads.model(), file, LAYERS));
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Whole {

        private static final LlamaModel MODEL = LIBRARY.loadModel(Downloads.model());

        private Whole() {}
    }

    private final LlamaContext context;
    private final Scheduler scheduler;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    RealContext(
            int sequences, int tokens, int threads, KvType kvType, Attention attention, SchedulerSettings settings) {
        this(
                MODEL,
                new ContextSettings(sequences, tokens, batch(sequences, settings), threads, kvType, attention),
                settings);
    }

    private RealContext(LlamaModel model, ContextSettings shape, SchedulerSettings settings) {
        context = model.newContext(shape);
        scheduler = new Scheduler(context, MODEL.vocabulary(), settings, failure::set);
    }

    RealContext(int sequences, int tokens, int threads, Attention attention, SchedulerSettings settings) {
        this(sequences, tokens, threads, KvType.F16, attention, settings);
    }

    RealContext(int sequences, int tokens, int threads, SchedulerSettings settings) {
        this(sequences, tokens, threads, Attention.fastest(threads, KvType.F16), settings);
    }

    RealContext(int sequences, int tokens) {
        this(sequences, tokens, 1, SETTINGS);
    }

    /** Of the whole model. */
    static RealContext ofWhole(int sequences, int tokens, int threads, Attention attention) {
        int batch = batch(sequences, SETTINGS);
        ContextSettings shape = new ContextSettings(sequences, tokens, batch, threads, KvType.F16, attention);
        return new RealContext(Whole.MODEL, shape, SETTINGS);
    }

    private static int batch(int sequences, SchedulerSettings settings) {
        return Math.max(sequences, settings.chunkTokens());
    }

    static Session session(String tenant, String user, String app) {
        return new Session(tenant, user, app);
    }

    /** Tokens that mean nothing, the same for the same seed. */
    static int[] prompt(int seed, int length) {
        return new Random(seed).ints(length, 1000, 40_000).toArray();
    }

    static int[] joined(int[] first, int[] second) {
        int[] all = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Listening submit(Session session, int[] prompt, int tokens) {
        Listening listening = new Listening();
        Answer answer = scheduler.submit(
                new AnswerRequest(
                        session,
                        prompt,
                        Sampling.plain(prompt[0]),
                        List.of(),
                        Constraint.NONE,
                        tokens,
                        List.of(),
                        AnswerReading.plain(MODEL.vocabulary()),
                        0),
                listening);
        listening.cancel = answer::cancel;
        return listening;
    }

    Bits bits(Session session, int[] prompt, int tokens) {
        return submit(session, prompt, tokens).bits();
    }

    /** Ends the scheduler, which must not have failed. */
    @Override
    public void close() {
        scheduler.close();
        context.close();
        if (failure.get() != null) {
            throw new AssertionError("the scheduler failed", failure.get());
        }
    }

    /** An answer's tokens, and their log-probabilities bit for bit. */
    record Bits(List<Integer> ids, List<Long> logProbabilities) {}

    /** Who hears of one answer. */
    static final class Listening implements AnswerListener {

        private final List<GeneratedToken> tokens = new ArrayList<>();
        private final CompletableFuture<Completion> end = new CompletableFuture<>();
        private final CountDownLatch begun = new CountDownLatch(1);
        private volatile Runnable cancel = () -> {};

        @Override
        public synchronized void token(GeneratedToken token) {
            tokens.add(token);
            begun.countDown();
        }

        @Override
        public void done(Completion completion) {
            begun.countDown();
            end.complete(completion);
        }

        @Override
        public void failed(EngineException failure) {
            end.completeExceptionally(failure);
        }

        void cancel() {
            cancel.run();
        }

        void awaitFirstToken() throws InterruptedException {
            if (!begun.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("no token came");
            }
        }

        boolean ended() {
            return end.isDone();
        }

        Completion completion() {
            return end.orTimeout(120, TimeUnit.SECONDS).join();
        }

        synchronized int count() {
            return tokens.size();
        }

        Bits bits() {
            completion();
            synchronized (this) {
                return new Bits(
                        tokens.stream().map(GeneratedToken::id).toList(),
                        tokens.stream()
                                .map(token -> Double.doubleToRawLongBits(token.logProbability()))
                                .toList());
            }
        }
    }
}
