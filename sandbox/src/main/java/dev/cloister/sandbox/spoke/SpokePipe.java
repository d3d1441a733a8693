package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.SandboxException.Code;
import dev.cloister.sandbox.isc.LineReader;
import dev.cloister.sandbox.isc.Message;
import dev.cloister.sandbox.isc.MessageCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The hub's end of a spoke's pipe. Whatever comes out of it is hostile until it was read as a message that was due.
 *
 * <p>Invariant: at most one message is due at a time, so the queue never holds more than one message and the end. A
 * message that is not due ends the spoke, as do a line that is too long, silence, and anything that is no message.
 */
final class SpokePipe implements AutoCloseable {

    private static final ScheduledExecutorService WATCHDOG = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("spoke-watchdog").factory());

    private final String app;
    private final Process process;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicInteger due = new AtomicInteger(1);
    private final CompletableFuture<SandboxException> failure = new CompletableFuture<>();
    private final ErrorTail errors;
    private volatile boolean shutDown;

    private sealed interface Event {
        record Arrived(Message.ToHub message) implements Event {}

        record Ended() implements Event {}
    }

    SpokePipe(String app, Process process) {
        this.app = app;
        this.process = process;
        this.errors = ErrorTail.follow(app, process.getErrorStream());
        Thread.ofPlatform().daemon().name("spoke-" + app).start(this::read);
    }

    /** Waits for the message that is due. */
    Message.ToHub first(Duration patience) {
        return guarded(patience, this::take);
    }

    /** Sends a message and waits for the one that answers it. */
    Message.ToHub exchange(Message.ToSpoke message, Duration patience) {
        return guarded(patience, () -> {
            due.incrementAndGet();
            process.getOutputStream().write((MessageCodec.line(message) + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return take();
        });
    }

    boolean alive() {
        return !failure.isDone() && process.isAlive();
    }

    /** Ends the spoke for breaking the protocol; returns what to throw. */
    SandboxException misbehaves(String what) {
        return end(Code.APP_MISBEHAVES, what);
    }

    /** Whether it was closed before the app broke any rule. */
    boolean wasShutDown() {
        return shutDown;
    }

    @Override
    public void close() {
        shutDown |= !failure.isDone();
        end(Code.APP_CRASHED, "was shut down");
    }

    private Message.ToHub guarded(Duration patience, Leg leg) {
        Future<?> alarm = WATCHDOG.schedule(
                () -> end(Code.APP_TIMEOUT, "did not answer within " + patience.toMillis() + " ms"),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return leg.run();
        } catch (IOException e) {
            throw end(Code.APP_CRASHED, "closed its input");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw end(Code.APP_CRASHED, "was given up");
        } finally {
            alarm.cancel(false);
        }
    }

    private Message.ToHub take() throws InterruptedException {
        return switch (events.take()) {
            case Event.Arrived arrived -> arrived.message();
            case Event.Ended() -> {
                events.add(new Event.Ended());
                throw failure.join();
            }
        };
    }

    private void read() {
        LineReader lines = new LineReader(process.getInputStream());
        try {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (due.decrementAndGet() < 0) {
                    var unused = end(Code.APP_FLOODS, "sent a message that nobody asked for");
                    return;
                }
                events.add(new Event.Arrived(MessageCodec.fromSpoke(line.get())));
            }
            int status = process.waitFor();
            var unused = end(Code.APP_CRASHED, "ended with status " + status + errors.sentence());
        } catch (SandboxException e) {
            Code code = e.code() == Code.APP_FLOODS ? Code.APP_FLOODS : Code.APP_MISBEHAVES;
            var unused = end(code, "sent what is no message: " + e.getMessage());
        } catch (IOException e) {
            var unused = end(Code.APP_CRASHED, "closed its output");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The first reason stands; later ones are its consequences. */
    private SandboxException end(Code code, String what) {
        SandboxException reason = new SandboxException(
                code,
                "The app \"" + app + "\" " + what
                        + ". It was ended and its request dropped; other apps go on. It starts"
                        + " anew at its next request.");
        if (failure.complete(reason)) {
            process.destroyForcibly();
            events.add(new Event.Ended());
        }
        return failure.join();
    }

    private interface Leg {
        Message.ToHub run() throws IOException, InterruptedException;
    }
}
