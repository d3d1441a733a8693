package dev.cloister.gateway.chat;

import dev.cloister.gateway.hub.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One answer while it is being made. It runs on its own, whoever listens: a reload of the page loses nothing. Listeners
 * read the events from any position on.
 */
public final class Turn {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<TurnEvent> events = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation();
    private boolean ended;

    /** Ends the answer soon; what has arrived is kept. */
    public void stop() {
        cancellation.cancel();
    }

    Cancellation cancellation() {
        return cancellation;
    }

    void publish(TurnEvent event) {
        lock.lock();
        try {
            events.add(event);
            ended = event instanceof TurnEvent.Done || event instanceof TurnEvent.Failed;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets all listeners go without an end: the answer goes on after the gateway's next start. */
    void leave() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The event at that position, waiting for it.
     *
     * @return empty when nothing came within the patience, or when the turn has ended before that position
     */
    public Optional<TurnEvent> event(int position, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (position >= events.size() && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            return position < events.size() ? Optional.of(events.get(position)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    public boolean ended() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the turn has ended. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.NANOSECONDS.convert(patience);
            while (!ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            return ended;
        } finally {
            lock.unlock();
        }
    }
}
