package dev.cloister.inference.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sessions that are idle most of the time, and others that answer without a pause. While it is open each active session
 * asks again as soon as it is answered, and one idle session after the other asks for a token.
 */
final class HeldSessions implements AutoCloseable {

    private static final int ANSWER_TOKENS = 100;

    private final Engine engine;
    private final int idle;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong answers = new AtomicLong();
    private volatile boolean closed;

    HeldSessions(Engine engine, int idle, int active) {
        this.engine = engine;
        this.idle = idle;
        for (int i = 0; i < idle; i++) {
            ask("idle " + i, 1);
        }
        for (int i = 0; i < active; i++) {
            String user = "active " + i;
            threads.add(Thread.ofVirtual().start(() -> keepAsking(user)));
        }
        threads.add(Thread.ofVirtual().start(this::visit));
    }

    /** Answers so far. */
    long answers() {
        return answers.get();
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void keepAsking(String user) {
        while (!closed) {
            ask(user, ANSWER_TOKENS);
        }
    }

    private void visit() {
        for (int i = 0; !closed && idle > 0; i = (i + 1) % idle) {
            ask("idle " + i, 1);
        }
    }

    private void ask(String user, int tokens) {
        Session session = new Session("benchmark " + user.hashCode() % 4, user, "benchmark");
        Prompt prompt = new Prompt.Text(("This is the log of " + user + ". ").repeat(20));
        try (Generation generation =
                engine.generate(GenerationRequest.of(session, prompt, Sampling.plain(user.hashCode()), tokens))) {
            while (!closed && generation.next().isPresent()) {
                continue;
            }
            answers.incrementAndGet();
        }
    }
}
