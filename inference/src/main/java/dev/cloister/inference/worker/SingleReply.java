package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one reply to a call. */
final class SingleReply<M extends Message> implements ReplySink {

    private final Class<M> expected;
    private final Runnable abandon;
    private final CompletableFuture<M> reply = new CompletableFuture<>();

    /**
     * @param abandon done when nobody waits for the reply any longer
     */
    SingleReply(Class<M> expected, Runnable abandon) {
        this.expected = expected;
        this.abandon = abandon;
    }

    @Override
    public boolean take(Message message) {
        if (expected.isInstance(message)) {
            reply.complete(expected.cast(message));
        } else if (message instanceof Message.Failed failed) {
            reply.completeExceptionally(failed.exception());
        } else {
            reply.completeExceptionally(
                    new EngineException(Code.ENGINE_CRASHED, "The worker sent another reply than was asked for."));
        }
        return false;
    }

    @Override
    public void lost(EngineException failure) {
        reply.completeExceptionally(failure);
    }

    /**
     * Waits for the reply.
     *
     * @throws EngineException what the worker said, or ENGINE_UNAVAILABLE when the time is over
     */
    M await(Duration patience) {
        try {
            return reply.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException known) {
                EngineException here = Message.Failed.of(known).exception();
                here.initCause(known);
                throw here;
            }
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            abandon.run();
            throw new EngineException(
                    Code.ENGINE_UNAVAILABLE,
                    "The engine did not answer within %d seconds. Nothing was changed; try again later."
                            .formatted(patience.toSeconds()),
                    e);
        } catch (InterruptedException e) {
            abandon.run();
            Thread.currentThread().interrupt();
            throw new EngineException(Code.ENGINE_UNAVAILABLE, "The wait for the engine was interrupted.", e);
        }
    }
}
