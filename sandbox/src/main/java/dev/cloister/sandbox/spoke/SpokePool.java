package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.app.AppBundle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keeps spokes warm: a first request starts one, a crashed one is started anew, an idle one is ended. */
public final class SpokePool implements AutoCloseable {

    private final SpokeFactory factory;
    private final EgressSource egress;
    private final Duration idle;
    private final InstantSource clock;
    private final Map<SpokeKey, Warm> spokes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("spoke-sweeper").factory());

    private record Warm(Spoke spoke, long usedAtMillis) {}

    /**
     * @param idle how long a spoke may wait for its next request
     * @param clock the platform's clock
     */
    public SpokePool(SpokeFactory factory, Duration idle, InstantSource clock) {
        this(factory, EgressSource.NONE, idle, clock);
    }

    /** @param egress gives spokes what they need for their ways out */
    public SpokePool(SpokeFactory factory, EgressSource egress, Duration idle, InstantSource clock) {
        this.factory = factory;
        this.egress = egress;
        this.idle = idle;
        this.clock = clock;
        long period = Math.max(1, idle.toMillis() / 4);
        var unused = sweeper.scheduleWithFixedDelay(this::sweep, period, period, TimeUnit.MILLISECONDS);
    }

    /** The warm spoke of that user, started where there is none that lives. */
    public Spoke spoke(String tenant, String user, AppBundle app, DataRoom room) {
        Warm warm = spokes.compute(new SpokeKey(tenant, user, app.digest()), (key, present) -> {
            Spoke spoke = Optional.ofNullable(present)
                    .map(Warm::spoke)
                    .filter(Spoke::alive)
                    .orElseGet(() -> start(key, app, room));
            return new Warm(spoke, clock.millis());
        });
        return warm.spoke();
    }

    private Spoke start(SpokeKey key, AppBundle app, DataRoom room) {
        return egress.of(key, app)
                .map(access -> factory.start(app, room, access))
                .orElseGet(() -> factory.start(app, room));
    }

    /** Ends a user's spoke, so that it forgets all it was shown. */
    public void end(String tenant, String user, AppBundle app) {
        Optional.ofNullable(spokes.remove(new SpokeKey(tenant, user, app.digest())))
                .ifPresent(warm -> warm.spoke().close());
    }

    /** Ends all users' spokes of a bundle that may not run any longer. */
    public void endAll(String bundleDigest) {
        for (Map.Entry<SpokeKey, Warm> entry : spokes.entrySet()) {
            if (entry.getKey().bundleDigest().equals(bundleDigest) && spokes.remove(entry.getKey(), entry.getValue())) {
                entry.getValue().spoke().close();
            }
        }
    }

    /** How many are warm. */
    public int size() {
        return spokes.size();
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        spokes.values().forEach(warm -> warm.spoke().close());
        spokes.clear();
    }

    private void sweep() {
        long oldest = clock.millis() - idle.toMillis();
        for (Map.Entry<SpokeKey, Warm> entry : spokes.entrySet()) {
            Warm warm = entry.getValue();
            if (warm.spoke().busy()) {
                spokes.replace(entry.getKey(), warm, new Warm(warm.spoke(), clock.millis()));
            } else if ((warm.usedAtMillis() < oldest || !warm.spoke().alive()) && spokes.remove(entry.getKey(), warm)) {
                warm.spoke().close();
            }
        }
    }
}
