package dev.cloister.gateway.engine;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.Jars;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.inference.worker.WorkerEngine;
import dev.cloister.inference.worker.WorkerSettings;
import dev.cloister.sandbox.os.BubblewrapLauncher;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import java.nio.file.Path;
import java.time.Duration;

/** Makes the engine of the default model, in its sandboxed worker process. */
@ApplicationScoped
public class EngineHost {

    private static final String MODEL = "smollm2-135m-instruct";
    private static final String MODEL_FILE = "SmolLM2-135M-Instruct.Q4_1.gguf";
    private static final String MODEL_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";
    private static final int CONTEXT_TOKENS = 2048;
    private static final int SEQUENCES = 8;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    @Produces
    @Singleton
    BubblewrapLauncher launcher() {
        return BubblewrapLauncher.create();
    }

    @Produces
    @Singleton
    @Startup
    DeferredEngine engine(
            ProcessLauncher launcher, Home home, @ConfigProperty(name = "cloister.downloads") Path downloads) {
        WorkerSettings settings = settings(home, downloads);
        return new DeferredEngine(() -> new WorkerEngine(settings, launcher));
    }

    void close(@Disposes DeferredEngine engine) {
        engine.close();
    }

    /** The default model's worker on this machine. */
    public static WorkerSettings settings(Home home, Path downloads) {
        return new WorkerSettings(
                Path.of(System.getProperty("java.home")),
                Jars.ofEngine(),
                downloads.resolve("models").resolve(MODEL_FILE),
                MODEL,
                MODEL_SHA256,
                downloads.resolve("native").resolve("llama"),
                home.run(),
                WorkerSettings.sensibleThreads(),
                CONTEXT_TOKENS,
                SEQUENCES,
                WorkerSettings.sensibleLimits(),
                START_TIMEOUT);
    }
}
