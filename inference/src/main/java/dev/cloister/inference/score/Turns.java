package dev.cloister.inference.score;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Keeps the answers' cores free: while answers run, only so many lanes compute as there are cores that the answers'
 * threads leave, and at least one. The answers' threads wait for each other at every layer, so a lane on a core of
 * theirs would hold up all of them, however low its priority.
 */
final class Turns {

    /** How soon waiting lanes see that the answers have ended. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final int beside;
    private final BooleanSupplier answering;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int computing;

    /**
     * @param answerThreads threads of the answers' context
     * @param answering whether answers run
     */
    Turns(int answerThreads, BooleanSupplier answering) {
        beside = Math.max(1, Runtime.getRuntime().availableProcessors() - answerThreads);
        this.answering = answering;
    }

    /** Waits until a chunk may be computed; an interrupted thread does not wait. */
    void begin() {
        lock.lock();
        try {
            while (computing >= beside && answering.getAsBoolean()) {
                long left = LOOK_AGAIN.toNanos();
                while (left > 0 && computing >= beside) {
                    left = changed.awaitNanos(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            computing++;
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            computing--;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
