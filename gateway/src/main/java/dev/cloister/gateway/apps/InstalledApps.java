package dev.cloister.gateway.apps;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.Jars;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.SampleApps;
import dev.cloister.sandbox.os.BubblewrapLauncher;
import dev.cloister.sandbox.os.JavaRuntime;
import dev.cloister.sandbox.os.LayerResult;
import dev.cloister.sandbox.os.SelfTest;
import dev.cloister.sandbox.spoke.NodeRuntime;
import dev.cloister.sandbox.spoke.SpokeFactory;
import dev.cloister.sandbox.spoke.SpokeLimits;
import dev.cloister.sandbox.spoke.SpokePool;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The apps of this instance and the cells they run in. Apps stay off until every layer of the sandbox was tried from
 * inside and held.
 */
@Singleton
@Startup
public class InstalledApps {

    private static final Logger LOG = Logger.getLogger(InstalledApps.class);
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final List<AppBundle> bundles;
    private final CompletableFuture<SpokePool> pool;

    public InstalledApps(Home home, BubblewrapLauncher launcher, Clock clock) {
        bundles = List.of(SampleApps.everyday(home.spokes().resolve("bundles")));
        pool = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("sandbox-self-test").start(() -> {
            try {
                pool.complete(open(launcher, clock));
            } catch (RuntimeException e) {
                LOG.error("Apps stay off", e);
                pool.completeExceptionally(e);
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
        return pool.handle((running, failure) -> Optional.ofNullable(failure).map(Throwable::getMessage))
                .join();
    }

    public List<AppBundle> bundles() {
        return bundles;
    }

    public Optional<AppBundle> named(String name) {
        return bundles.stream()
                .filter(bundle -> bundle.manifest().name().equals(name))
                .findFirst();
    }

    /** The cells. Only where {@link #available()}. */
    public SpokePool spokes() {
        return pool.resultNow();
    }

    private static SpokePool open(BubblewrapLauncher launcher, Clock clock) {
        JavaRuntime java = new JavaRuntime(Path.of(System.getProperty("java.home")), Jars.ofSpoke());
        String missing = SelfTest.run(launcher, java).stream()
                .filter(layer -> !layer.holds())
                .map(LayerResult::line)
                .collect(Collectors.joining("; "));
        if (!missing.isEmpty()) {
            throw new SandboxException(
                    SandboxException.Code.LAYER_MISSING,
                    "The sandbox lacks a layer, so apps stay off: " + missing
                            + ". ./cloister doctor says how to mend it.");
        }
        return new SpokePool(new SpokeFactory(launcher, java, NodeRuntime.find(), SpokeLimits.usual()), IDLE, clock);
    }
}
