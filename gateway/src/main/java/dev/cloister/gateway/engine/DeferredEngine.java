package dev.cloister.gateway.engine;

import dev.cloister.inference.Capabilities;
import dev.cloister.inference.Engine;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.ModelInfo;
import dev.cloister.inference.ScoreRequest;
import dev.cloister.inference.Scoring;
import dev.cloister.inference.Session;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * An engine that is still being started. Calls wait for it; when the start fails, each call says why and the rest of the
 * gateway goes on.
 */
public final class DeferredEngine implements Engine {

    private final CompletableFuture<Engine> engine;

    public DeferredEngine(Supplier<Engine> start) {
        engine = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("engine-start").start(() -> {
            try {
                engine.complete(start.get());
            } catch (RuntimeException e) {
                engine.completeExceptionally(e);
            }
        });
    }

    /** Whether the engine answers. */
    public boolean ready() {
        return engine.isDone() && !engine.isCompletedExceptionally();
    }

    /** Why the engine could not be started, if it could not. */
    public Optional<String> failure() {
        return engine.isCompletedExceptionally()
                ? Optional.of(String.valueOf(engine.exceptionNow().getMessage()))
                : Optional.empty();
    }

    @Override
    public ModelInfo model() {
        return get().model();
    }

    @Override
    public Capabilities capabilities() {
        return get().capabilities();
    }

    @Override
    public Generation generate(GenerationRequest request) {
        return get().generate(request);
    }

    @Override
    public Scoring score(ScoreRequest request) {
        return get().score(request);
    }

    @Override
    public int[] tokenize(String text) {
        return get().tokenize(text);
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        return get().embed(texts);
    }

    /** An engine that has not started keeps nothing. */
    @Override
    public void forget(Session session) {
        if (ready()) {
            get().forget(session);
        }
    }

    @Override
    public void forgetUser(String tenant, String user) {
        if (ready()) {
            get().forgetUser(tenant, user);
        }
    }

    @Override
    public int[] wordPieces(List<String> texts) {
        return get().wordPieces(texts);
    }

    @Override
    public List<byte[]> pieces(int[] tokens) {
        return get().pieces(tokens);
    }

    @Override
    public void close() {
        engine.thenAccept(Engine::close).exceptionally(failure -> null).join();
    }

    Engine get() {
        try {
            return engine.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof EngineException known) {
                throw new EngineException(known.code(), String.valueOf(known.getMessage()), known);
            }
            throw new EngineException(Code.ENGINE_UNAVAILABLE, "The model's process could not be started.", e);
        }
    }
}
