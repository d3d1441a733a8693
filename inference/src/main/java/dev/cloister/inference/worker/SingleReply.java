package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The one reply to a call. */
final class SingleReply<M extends Message> implements ReplySink {

    private final Class<M> expected;
    private final CompletableFuture<M> reply = new CompletableFuture<>();

    SingleReply(Class<M> expected) {
        this.expected = expected;
    }

    @Override
    public boolean take(Message message) {
        if (expected.isInstance(message)) {
            reply.complete(expected.cast(message));
        } else if (message instanceof Message.Failed failed) {
            reply.completeExceptionally(new EngineException(failed.code(), failed.text()));
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

    /** Waits for the reply. */
    M await() {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException known) {
                throw new EngineException(known.code(), String.valueOf(known.getMessage()), known);
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Code.ENGINE_UNAVAILABLE, "The wait for the engine was interrupted.", e);
        }
    }
}
