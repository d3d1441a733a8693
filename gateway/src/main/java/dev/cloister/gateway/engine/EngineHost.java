package dev.cloister.gateway.engine;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.Jars;
import dev.cloister.gateway.home.RunningModel;
import dev.cloister.inference.Engine;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.catalog.CatalogException;
import dev.cloister.inference.catalog.InstalledModel;
import dev.cloister.inference.catalog.ModelFile;
import dev.cloister.inference.catalog.ModelLibrary;
import dev.cloister.inference.catalog.ModelServer;
import dev.cloister.inference.llama.KvType;
import dev.cloister.inference.remote.LocalTokenizer;
import dev.cloister.inference.remote.RemoteEngine;
import dev.cloister.inference.remote.ServerKey;
import dev.cloister.inference.remote.ServerSettings;
import dev.cloister.inference.worker.EmbedderSettings;
import dev.cloister.inference.worker.ModelOptions;
import dev.cloister.inference.worker.WorkerEmbedder;
import dev.cloister.inference.worker.WorkerEngine;
import dev.cloister.inference.worker.WorkerSettings;
import dev.cloister.sandbox.starter.Sandboxes;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes the engine of the model in use: in a sandboxed worker process of its own, or on another server. */
@ApplicationScoped
public class EngineHost {

    /** The same on every machine. */
    private static final int BENCHMARKED_SEQUENCES = 8;

    private static final Duration EMBEDDER_START = Duration.ofSeconds(60);
    private static final Duration EMBEDDER_ANSWER = Duration.ofMinutes(2);

    @Produces
    @Singleton
    ProcessLauncher launcher() {
        return Sandboxes.launcher();
    }

    @Produces
    @Singleton
    @Startup
    DeferredEngine engine(
            ProcessLauncher launcher,
            Home home,
            @ConfigProperty(name = "cloister.downloads") Path downloads,
            EngineConfiguration configuration) {
        return new DeferredEngine(() -> start(launcher, home, downloads, configuration));
    }

    void close(@Disposes DeferredEngine engine) {
        engine.close();
    }

    /** The models of an instance. */
    public static ModelLibrary library(Home home, Path downloads) {
        return new ModelLibrary(home.models(), downloads.resolve("models"));
    }

    /** The worker of the catalogue's default model, for benchmarks, whatever model is in use. */
    public static WorkerSettings settings(Home home, Path downloads) {
        return settings(home, downloads, library(home, downloads).standard());
    }

    /** The same of a model that was added to the folder of downloads, if one was. */
    public static Optional<WorkerSettings> otherSettings(Home home, Path downloads) {
        ModelLibrary library = new ModelLibrary(downloads.resolve("models"), downloads.resolve("models"));
        String standard = library.standard().name();
        return library.installed().stream()
                .filter(ModelFile.class::isInstance)
                .map(ModelFile.class::cast)
                .filter(model -> !model.name().equals(standard))
                .findFirst()
                .map(model -> settings(home, downloads, model));
    }

    private static WorkerSettings settings(Home home, Path downloads, ModelFile model) {
        EngineSizing sizing = EngineSizing.of(
                model, OptionalInt.empty(), OptionalInt.of(BENCHMARKED_SEQUENCES), KvType.F16, FreeMemory.bytes());
        Path file = downloads.resolve("models").resolve(model.file());
        return worker(home, downloads, file, model, sizing, WorkerSettings.sensibleThreads());
    }

    private static Engine start(
            ProcessLauncher launcher, Home home, Path downloads, EngineConfiguration configuration) {
        try {
            ModelLibrary library = library(home, downloads);
            InstalledModel inUse = library.inUse();
            new RunningModel(home).note(inUse.name());
            return switch (inUse) {
                case ModelFile model -> {
                    EngineSizing sizing = EngineSizing.of(
                            model,
                            configuration.contextTokens(),
                            configuration.sequences(),
                            configuration.kvType(),
                            FreeMemory.bytes());
                    int threads = configuration.threads().orElseGet(WorkerSettings::sensibleThreads);
                    yield new WorkerEngine(
                            worker(home, downloads, library.path(model), model, sizing, threads)
                                    .withOptions(options(configuration)),
                            launcher);
                }
                case ModelServer server ->
                    remote(server, tokenizer(server, library, launcher, home, downloads), launcher, home);
            };
        } catch (IOException e) {
            throw new EngineException(Code.ENGINE_UNAVAILABLE, home.run() + " cannot be written.", e);
        } catch (CatalogException e) {
            throw new EngineException(Code.MODEL_INVALID, e.code() + ": " + e.getMessage(), e);
        }
    }

    private static ModelOptions options(EngineConfiguration configuration) {
        try {
            return ModelOptions.DEFAULT
                    .withKvType(configuration.kvType())
                    .withReproducible(configuration.reproducible());
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    Code.ENGINE_UNAVAILABLE,
                    "cloister.engine.reproducible needs cloister.engine.kv-type=f16; change one of them.",
                    e);
        }
    }

    private static WorkerSettings worker(
            Home home, Path downloads, Path file, ModelFile model, EngineSizing sizing, int threads) {
        return new WorkerSettings(
                Path.of(System.getProperty("java.home")),
                Jars.ofEngine(),
                file,
                model.name(),
                model.sha256(),
                downloads.resolve("native").resolve("llama"),
                home.run(),
                threads,
                sizing.contextTokens(),
                sizing.sequences(),
                sizing.limits(),
                sizing.startTimeout());
    }

    /** The smallest worker of the model whose vocabulary is the server's. */
    private static Optional<LocalTokenizer> tokenizer(
            ModelServer server, ModelLibrary library, ProcessLauncher launcher, Home home, Path downloads) {
        return library.tokenizer(server)
                .map(model -> new LocalTokenizer(() -> {
                    EngineSizing sizing = EngineSizing.of(
                            model,
                            OptionalInt.of(EngineSizing.FEWEST_TOKENS),
                            OptionalInt.of(1),
                            KvType.F16,
                            FreeMemory.bytes());
                    return new WorkerEngine(worker(home, downloads, library.path(model), model, sizing, 1), launcher);
                }));
    }

    private static Engine remote(
            ModelServer server, Optional<LocalTokenizer> tokenizer, ProcessLauncher launcher, Home home) {
        ServerSettings settings = new ServerSettings(
                server.name(),
                server.address(),
                server.model(),
                new ServerKey(server.key(), home.keys()),
                server.limits(),
                ServerSettings.Patience.USUAL);
        EmbedderSettings embedder = new EmbedderSettings(
                Path.of(System.getProperty("java.home")),
                Jars.ofEngine(),
                home.run(),
                WorkerSettings.sensibleLimits(),
                EMBEDDER_START,
                EMBEDDER_ANSWER);
        return new RemoteEngine(settings, new WorkerEmbedder(embedder, launcher), tokenizer);
    }
}
