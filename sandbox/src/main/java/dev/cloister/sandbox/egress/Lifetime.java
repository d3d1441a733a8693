package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.audit.EgressVerdict;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * How long a connection may last, and all that ends with it. Sockets are closed from outside, since reading from a Unix
 * socket knows no time limit.
 */
final class Lifetime implements AutoCloseable {

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("egress-clock").factory());

    private final List<Closeable> held = new ArrayList<>();
    private final ScheduledFuture<?> whole;
    private Optional<ScheduledFuture<?>> step = Optional.empty();
    private Optional<EgressVerdict> reason = Optional.empty();
    private boolean over;

    Lifetime(Duration longest) {
        whole = CLOCK.schedule(() -> end(EgressVerdict.TIMED_OUT), longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Has something end with the connection; at once where that has ended. */
    synchronized void hold(Closeable one) {
        held.add(one);
        if (over) {
            close(one);
        }
    }

    /** Begins a step that must be done in time; the next one, or {@link #stepDone}, ends it. */
    synchronized void step(Duration longest) {
        stepDone();
        step = Optional.of(
                CLOCK.schedule(() -> end(EgressVerdict.TIMED_OUT), longest.toMillis(), TimeUnit.MILLISECONDS));
    }

    synchronized void stepDone() {
        step.ifPresent(alarm -> alarm.cancel(false));
        step = Optional.empty();
    }

    /** Ends the connection, for the first reason that is given. */
    synchronized void end(EgressVerdict why) {
        if (!over) {
            reason = Optional.of(why);
            close();
        }
    }

    /** Why it was ended from outside, where it was. */
    synchronized Optional<EgressVerdict> reason() {
        return reason;
    }

    @Override
    public synchronized void close() {
        over = true;
        whole.cancel(false);
        stepDone();
        held.forEach(Lifetime::close);
    }

    private static void close(Closeable one) {
        try {
            one.close();
        } catch (IOException e) {
            // It is gone either way, and nobody is left to tell.
            return;
        }
    }
}
