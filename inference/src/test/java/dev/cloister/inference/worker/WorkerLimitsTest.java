package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.ProcessSpec;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.StageSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class WorkerLimitsTest {

    private static final Session SESSION = new Session("t", "u", "a");
    private static final GenerationRequest LONG =
            GenerationRequest.of(SESSION, new Prompt.Text("Once upon a time"), Sampling.plain(5), 400);

    @Test
    void endsAWorkerThatHangsInMidAnswerAndStartsAnother(@TempDir Path folder) throws Exception {
        WorkerSettings settings = RealWorker.settings(folder).withAnswerTimeout(Duration.ofSeconds(2));
        try (WorkerEngine engine = new WorkerEngine(settings, new PlainLauncher())) {
            ProcessHandle first = engine.worker();
            Generation generation = engine.generate(LONG);
            assertTrue(generation.next().isPresent());
            stop(first);
            EngineException crashed = assertThrows(EngineException.class, () -> drain(generation));
            assertEquals(Code.ENGINE_CRASHED, crashed.code());
            first.onExit().get(10, TimeUnit.SECONDS);
            assertEquals(400, drain(engine.generate(LONG)), "a worker that has much to do is left alone");
            assertEquals(1, engine.restarts());
            assertNotEquals(first.pid(), engine.worker().pid());
        }
    }

    @Test
    void failsOnlyTheRequestThatUsesUpTheStackOrTheHeap(@TempDir Path folder) {
        try (WorkerEngine engine = RealWorker.start(folder)) {
            Generation other = engine.generate(LONG);
            assertTrue(other.next().isPresent());
            for (byte[] parameters : List.of(
                    ExhaustingFactory.STACK_WHEN_MADE,
                    ExhaustingFactory.HEAP_WHEN_MADE,
                    ExhaustingFactory.STACK_WHEN_ASKED,
                    ExhaustingFactory.HEAP_WHEN_ASKED)) {
                GenerationRequest greedy = LONG.withStages(List.of(new StageSpec("exhausting", parameters)));
                EngineException failed = assertThrows(EngineException.class, () -> drain(engine.generate(greedy)));
                assertEquals(Code.INVALID_REQUEST, failed.code());
            }
            assertTrue(drain(other) > 0);
            assertEquals(0, engine.restarts());
        }
    }

    @Test
    void saysThatTheContextIsLongerThanTheModels(@TempDir Path folder) {
        WorkerSettings settings = RealWorker.settings(folder).withContext(1, 1 << 20, 1);
        EngineException refused =
                assertThrows(EngineException.class, () -> new WorkerEngine(settings, new PlainLauncher()));
        assertEquals(Code.ENGINE_UNAVAILABLE, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("was trained with"));
    }

    @Test
    void saysThatThereIsNotEnoughMemoryForTheContext(@TempDir Path folder) {
        WorkerSettings settings = RealWorker.settings(folder).withContext(1, 2048, 256);
        EngineException refused =
                assertThrows(EngineException.class, () -> new WorkerEngine(settings, limited(8L << 30)));
        assertEquals(Code.ENGINE_UNAVAILABLE, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("memory"), refused.getMessage());
    }

    @Test
    void refusesCallsWithTheReasonWhenNoStartSucceedsAndDoesNotLoop(@TempDir Path folder) throws Exception {
        AtomicBoolean scarce = new AtomicBoolean();
        AtomicInteger starts = new AtomicInteger();
        CountDownLatch fourth = new CountDownLatch(4);
        ProcessLauncher launcher = spec -> {
            starts.incrementAndGet();
            fourth.countDown();
            return scarce.get() ? limited(1L << 30).launch(spec) : new PlainLauncher().launch(spec);
        };
        try (WorkerEngine engine = new WorkerEngine(RealWorker.settings(folder), launcher)) {
            scarce.set(true);
            assertTrue(engine.worker().destroyForcibly());
            assertTrue(fourth.await(60, TimeUnit.SECONDS));
            long start = System.nanoTime();
            EngineException refused = assertThrows(EngineException.class, () -> engine.tokenize("x"));
            assertEquals(Code.ENGINE_UNAVAILABLE, refused.code());
            assertTrue(String.valueOf(refused.getMessage()).contains("does not run"), refused.getMessage());
            assertTrue(
                    System.nanoTime() - start < Duration.ofSeconds(30).toNanos(), "it does not wait for the timeout");
            assertTrue(starts.get() <= 8, "starts pause ever longer: " + starts.get());
            scarce.set(false);
            fourth.await();
            while (engine.restarts() == 0) {
                Thread.onSpinWait();
            }
            assertTrue(engine.tokenize("x").length > 0);
        }
    }

    @Test
    void boundsTheCallsThatWaitToBeSplitOrEmbedded(@TempDir Path folder) throws Exception {
        try (WorkerEngine engine = RealWorker.start(folder)) {
            String large = "word and ".repeat(1 << 17);
            List<Thread> callers = new ArrayList<>();
            List<EngineException> refused = java.util.Collections.synchronizedList(new ArrayList<>());
            AtomicInteger answered = new AtomicInteger();
            for (int i = 0; i < 60; i++) {
                callers.add(Thread.ofVirtual().start(() -> {
                    try {
                        engine.tokenize(large);
                        answered.incrementAndGet();
                    } catch (EngineException e) {
                        refused.add(e);
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertFalse(refused.isEmpty());
            assertTrue(answered.get() >= 16, answered + " were answered");
            for (EngineException one : refused) {
                assertEquals(Code.QUEUE_FULL, one.code());
                assertTrue(one.retryAfter().orElseThrow().toSeconds() >= 1);
            }
            assertTrue(engine.tokenize("x").length > 0);
        }
    }

    @Test
    void waitsForAReplyNoLongerThanItIsTold() {
        AtomicBoolean abandoned = new AtomicBoolean();
        SingleReply<Message.Tokens> reply = new SingleReply<>(Message.Tokens.class, () -> abandoned.set(true));
        EngineException late = assertThrows(EngineException.class, () -> reply.await(Duration.ofMillis(20)));
        assertEquals(Code.ENGINE_UNAVAILABLE, late.code());
        assertTrue(abandoned.get());
        reply.take(new Message.Tokens(new int[] {1}));
        assertEquals(1, reply.await(Duration.ofMillis(20)).ids().length);
    }

    private static int drain(Generation generation) {
        int count = 0;
        while (generation.next().isPresent()) {
            count++;
        }
        return count;
    }

    private static void stop(ProcessHandle process) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }

    /** Starts processes with so much address space and no more. */
    private static ProcessLauncher limited(long bytes) {
        return spec -> {
            List<String> command = new ArrayList<>(List.of("prlimit", "--as=" + bytes));
            command.addAll(spec.command());
            return new PlainLauncher()
                    .launch(new ProcessSpec(
                            spec.name(),
                            command,
                            spec.environment(),
                            spec.readable(),
                            spec.writable(),
                            spec.limits(),
                            spec.unixSockets()));
        };
    }
}
