package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Scoring;
import dev.cloister.inference.TextScore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Scores that arrive over the socket in any order, and are given out in the request's. */
final class RemoteScoring implements Scoring, ReplySink {

    private final Runnable cancel;
    private final int texts;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Integer, TextScore> arrived = new HashMap<>();
    private Optional<EngineException> failure = Optional.empty();
    private int next;
    private boolean over;
    private boolean closed;

    RemoteScoring(Runnable cancel, int texts) {
        this.cancel = cancel;
        this.texts = texts;
    }

    @Override
    public Optional<TextScore> next() {
        lock.lock();
        try {
            while (!over && next < texts && !arrived.containsKey(next)) {
                changed.await();
            }
            if (closed) {
                arrived.clear();
                return Optional.empty();
            }
            TextScore score = arrived.remove(next);
            if (score != null) {
                next++;
                return Optional.of(score);
            }
            if (next < texts && failure.isPresent()) {
                throw failure.get();
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        boolean running;
        lock.lock();
        try {
            running = !over;
            over = true;
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (running) {
            cancel.run();
        }
    }

    @Override
    public boolean take(Message message) {
        lock.lock();
        try {
            switch (message) {
                case Message.Scored scored -> {
                    arrived.put(scored.text(), scored.score());
                    return true;
                }
                case Message.AllScored all -> over = true;
                case Message.Failed failed -> fail(new EngineException(failed.code(), failed.text()));
                default -> fail(new EngineException(Code.ENGINE_CRASHED, "The worker sent what no scoring holds."));
            }
            return false;
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    @Override
    public void lost(EngineException reason) {
        lock.lock();
        try {
            fail(reason);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(EngineException reason) {
        failure = Optional.of(reason);
        over = true;
    }
}
