package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.llama.ProcessEnd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** One thread that does calls in turn. Only so many of them may wait, and only so many bytes of them. */
final class WorkQueue {

    private static final double WEIGHT = 0.2;

    private final String name;
    private final int mostCalls;
    private final long mostBytes;
    private final Deque<Call> calls = new ArrayDeque<>();
    private long bytes;
    private double secondsPerCall;

    private record Call(long bytes, Runnable work) {}

    /**
     * @param name what the calls do, for messages
     * @param stackBytes the thread's stack; 0 for the default
     * @param mostBytes most bytes of waiting calls together; a single call may have more
     */
    WorkQueue(String name, long stackBytes, int mostCalls, long mostBytes) {
        this.name = name;
        this.mostCalls = mostCalls;
        this.mostBytes = mostBytes;
        Thread.ofPlatform().name(name).daemon().stackSize(stackBytes).start(this::run);
    }

    /**
     * Queues a call, which must not throw.
     *
     * @throws EngineException QUEUE_FULL
     */
    synchronized void add(long callBytes, Runnable work) {
        if (calls.size() >= mostCalls || (!calls.isEmpty() && bytes + callBytes > mostBytes)) {
            throw EngineException.busy(
                    "%d calls wait for %s already; try again later.".formatted(calls.size(), name),
                    Duration.ofSeconds((long) Math.ceil(Math.max(1, secondsPerCall))));
        }
        calls.addLast(new Call(callBytes, work));
        bytes += callBytes;
        notifyAll();
    }

    /** Queues a call that takes no time and must not be refused. */
    synchronized void addUnbounded(Runnable work) {
        calls.addLast(new Call(0, work));
        notifyAll();
    }

    private void run() {
        try {
            while (true) {
                Call call = next();
                long start = System.nanoTime();
                call.work().run();
                took((System.nanoTime() - start) / 1e9);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // Without this thread every later call would hang: the worker is started again instead.
            System.err.println("The engine failed in " + name + ": " + e);
            ProcessEnd.now(1);
        }
    }

    private synchronized Call next() throws InterruptedException {
        while (calls.isEmpty()) {
            wait();
        }
        Call call = calls.removeFirst();
        bytes -= call.bytes();
        return call;
    }

    private synchronized void took(double seconds) {
        secondsPerCall += WEIGHT * (seconds - secondsPerCall);
    }
}
