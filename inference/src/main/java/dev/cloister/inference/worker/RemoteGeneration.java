package dev.cloister.inference.worker;

import dev.cloister.inference.Completion;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An answer that arrives over the socket. The queue is bounded by the context's length. */
final class RemoteGeneration implements Generation, ReplySink {

    private sealed interface Event {}

    private record Arrived(GeneratedToken token) implements Event {}

    private record Ended(Completion completion) implements Event {}

    private record Broken(EngineException failure) implements Event {}

    private final Runnable cancel;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private Optional<Event> end = Optional.empty();
    private volatile boolean over;

    RemoteGeneration(Runnable cancel) {
        this.cancel = cancel;
    }

    @Override
    public Optional<GeneratedToken> next() {
        Event event = end.isPresent() ? end.get() : await();
        return switch (event) {
            case Arrived arrived -> Optional.of(arrived.token());
            case Ended ended -> {
                end = Optional.of(ended);
                yield Optional.empty();
            }
            case Broken broken -> {
                end = Optional.of(broken);
                throw broken.failure();
            }
        };
    }

    @Override
    public Completion completion() {
        if (end.isPresent() && end.get() instanceof Ended ended) {
            return ended.completion();
        }
        throw new IllegalStateException("the answer is not complete");
    }

    @Override
    public void close() {
        if (!over) {
            cancel.run();
        }
    }

    @Override
    public boolean take(Message message) {
        switch (message) {
            case Message.Token token -> {
                events.add(new Arrived(token.token()));
                return true;
            }
            case Message.Done done -> events.add(new Ended(done.completion()));
            case Message.Failed failed -> events.add(new Broken(failed.exception()));
            default ->
                events.add(
                        new Broken(new EngineException(Code.ENGINE_CRASHED, "The worker sent what no answer holds.")));
        }
        over = true;
        return false;
    }

    @Override
    public void lost(EngineException failure) {
        over = true;
        events.add(new Broken(failure));
    }

    private Event await() {
        try {
            return events.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            return new Ended(new Completion(FinishReason.CANCELLED, 0, 0));
        }
    }
}
