package dev.cloister.inference.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A response's body, pulled part by part with a limit on each wait. One part is asked of the connection at a time, so a
 * server that sends faster than it is read fills no memory. One reader; {@link #close()} may come from any thread, ends
 * the connection and wakes the reader.
 */
public final class ByteFeed implements HttpResponse.BodySubscriber<ByteFeed>, AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<ByteBuffer> parts = new ArrayDeque<>();
    private Optional<Flow.Subscription> subscription = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
    private boolean complete;
    private boolean closed;

    /** For {@link java.net.http.HttpClient#send}: the response comes as soon as its headers are there. */
    public static HttpResponse.BodyHandler<ByteFeed> handler() {
        return headers -> new ByteFeed();
    }

    /**
     * The next bytes; empty at the body's end.
     *
     * @throws HttpTimeoutException when none came in time
     * @throws IOException when the connection broke, the body was shorter than announced, or the feed was closed
     */
    public Optional<ByteBuffer> next(Duration limit) throws IOException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (parts.isEmpty() && !complete && failure.isEmpty() && !closed) {
                if (left <= 0) {
                    throw new HttpTimeoutException("nothing came for " + limit.toSeconds() + " s");
                }
                left = changed.awaitNanos(left);
            }
            if (closed) {
                throw new IOException("the answer was closed");
            }
            if (!parts.isEmpty()) {
                ByteBuffer part = parts.remove();
                if (parts.isEmpty()) {
                    subscription.ifPresent(open -> open.request(1));
                }
                return Optional.of(part);
            }
            if (failure.isPresent()) {
                throw new IOException("the connection broke: " + failure.get().getMessage(), failure.get());
            }
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the wait was interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<ByteFeed> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription started) {
        boolean unwanted;
        lock.lock();
        try {
            unwanted = closed || subscription.isPresent();
            if (!unwanted) {
                subscription = Optional.of(started);
            }
        } finally {
            lock.unlock();
        }
        if (unwanted) {
            started.cancel();
        } else {
            started.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> more) {
        signal(() -> more.stream().filter(ByteBuffer::hasRemaining).forEach(parts::add));
        if (more.stream().noneMatch(ByteBuffer::hasRemaining)) {
            subscription.ifPresent(open -> open.request(1));
        }
    }

    @Override
    public void onError(Throwable cause) {
        signal(() -> failure = Optional.of(cause));
    }

    @Override
    public void onComplete() {
        signal(() -> complete = true);
    }

    @Override
    public void close() {
        signal(() -> closed = true);
        subscription.ifPresent(Flow.Subscription::cancel);
    }

    private void signal(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
