package dev.cloister.gateway.apps;

import dev.cloister.gateway.apps.version.Trial;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.Jars;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.egress.EgressAccess;
import dev.cloister.sandbox.os.JavaRuntime;
import dev.cloister.sandbox.os.LayerResult;
import dev.cloister.sandbox.os.SandboxTier;
import dev.cloister.sandbox.os.SelfTest;
import dev.cloister.sandbox.spoke.DataRoom;
import dev.cloister.sandbox.spoke.EgressSource;
import dev.cloister.sandbox.spoke.NodeRuntime;
import dev.cloister.sandbox.spoke.SpokeFactory;
import dev.cloister.sandbox.spoke.SpokeLimits;
import dev.cloister.sandbox.spoke.SpokePool;
import dev.cloister.sandbox.spoke.TestRun;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The cells that apps run in. Apps stay off until every layer of the sandbox was tried from inside and held. */
@Singleton
@Startup
public class AppCells implements Trial {

    private static final Logger LOG = Logger.getLogger(AppCells.class);
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Path trials;
    private final CompletableFuture<SpokeFactory> factory = new CompletableFuture<>();
    private final CompletableFuture<SpokePool> pool;

    public AppCells(
            Home home,
            @ConfigProperty(name = SpokeTier.KEY, defaultValue = "standard") String tier,
            EgressSource egress,
            Clock clock) {
        trials = home.spokes().resolve("trials");
        pool = factory.thenApply(made -> new SpokePool(made, egress, IDLE, clock));
        Thread.ofPlatform().daemon().name("sandbox-self-test").start(() -> {
            try {
                factory.complete(tested(SpokeTier.named(tier).open()));
            } catch (RuntimeException e) {
                LOG.error("Apps stay off", e);
                factory.completeExceptionally(e);
            }
        });
    }

    @PreDestroy
    void close() {
        pool.thenAccept(SpokePool::close).exceptionally(failure -> null).join();
    }

    /** Whether apps may run. Waits for the self-test, which takes about a second after the start. */
    public boolean available() {
        return reason().isEmpty();
    }

    /** Why apps are off, if they are. */
    public Optional<String> reason() {
        return factory.handle((made, failure) -> Optional.ofNullable(failure).map(Throwable::getMessage))
                .join();
    }

    /** The warm cells. Only where {@link #available()}. */
    public SpokePool spokes() {
        return pool.join();
    }

    /**
     * Starts an app once and calls each tool, without anybody's data.
     *
     * @throws SandboxException where apps are off or it cannot be started
     */
    @Override
    public TestRun of(AppBundle app) {
        Optional<String> off = reason();
        if (off.isPresent()) {
            throw new SandboxException(SandboxException.Code.LAYER_MISSING, off.get());
        }
        return tryOut(factory.join(), app, trials);
    }

    @Override
    public void end(String digest) {
        if (available()) {
            spokes().endAll(digest);
        }
    }

    /** The same without a running instance. */
    public static TestRun tryOut(SpokeFactory factory, AppBundle app, Path trials) {
        return inRoom(trials, room -> TestRun.of(factory, app, room));
    }

    /** The same with a way out, for whoever wrote the app. */
    public static TestRun tryOut(SpokeFactory factory, AppBundle app, Path trials, EgressAccess access) {
        return inRoom(trials, room -> TestRun.of(factory, app, room, access));
    }

    private static TestRun inRoom(Path trials, Function<DataRoom, TestRun> trial) {
        DataRoom room = DataRoom.open(trials.resolve(UUID.randomUUID().toString()));
        try {
            return trial.apply(room);
        } finally {
            room.close();
        }
    }

    /**
     * Makes cells, once the sandbox has been tried.
     *
     * @throws SandboxException LAYER_MISSING
     */
    public static SpokeFactory tested(SandboxTier tier) {
        JavaRuntime java = new JavaRuntime(Path.of(System.getProperty("java.home")), Jars.ofSpoke());
        String missing = SelfTest.run(tier, java).stream()
                .filter(LayerResult::keepsAppsOff)
                .map(LayerResult::line)
                .collect(Collectors.joining("; "));
        if (!missing.isEmpty()) {
            throw new SandboxException(
                    SandboxException.Code.LAYER_MISSING,
                    "The sandbox lacks a layer, so apps stay off: " + missing
                            + ". ./cloister doctor says how to mend it.");
        }
        return new SpokeFactory(tier, java, NodeRuntime.find(), SpokeLimits.usual());
    }
}
