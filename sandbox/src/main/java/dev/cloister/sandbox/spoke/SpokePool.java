package dev.cloister.sandbox.spoke;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps spokes warm: a first request starts one, a crashed one is started anew, later and later where it keeps crashing, an
 * idle one is ended.
 */
public final class SpokePool implements AutoCloseable {

    /** An app that ends sooner after its start did not work. */
    private static final Duration SHORT_LIFE = Duration.ofSeconds(10);

    /** Most spokes at once; each holds about thirty megabytes, and may hold as much as its limits allow. */
    private static final int MOST = 100;

    private final SpokeFactory factory;
    private final EgressSource egress;
    private final Duration idle;
    private final InstantSource clock;
    private final Map<SpokeKey, Warm> spokes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("spoke-sweeper").factory());

    private final Map<SpokeKey, ReentrantLock> starts = new ConcurrentHashMap<>();

    /** What broke down lately; what runs well is not in it. */
    private final Map<SpokeKey, BackOff> pauses = new ConcurrentHashMap<>();

    /** How often a bundle was taken out of use; a start beside that must not outlive it. */
    private final AtomicLong withdrawals = new AtomicLong();

    private record Warm(Spoke spoke, long startedAtMillis, long usedAtMillis) {}

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

    /**
     * The warm spoke of that user, started where there is none that lives.
     *
     * @throws SandboxException with APP_CRASHED while an app that keeps breaking down is left alone, or as
     *     {@link SpokeFactory#start} throws
     */
    public Spoke spoke(String tenant, String user, AppBundle app, DataRoom room) {
        SpokeKey key = new SpokeKey(tenant, user, app.digest());
        ReentrantLock lock = startOf(key);
        lock.lock();
        try {
            Warm present = spokes.get(key);
            if (present != null && !present.spoke().alive()) {
                spokes.remove(key, present);
                mourn(key, present);
                present = null;
            }
            Warm warm = present == null ? started(key, app, room) : used(present);
            spokes.put(key, warm);
            return warm.spoke();
        } finally {
            lock.unlock();
        }
    }

    /** A lock of its own: while one app starts, which may take long, all others go on. */
    private ReentrantLock startOf(SpokeKey key) {
        return starts.computeIfAbsent(key, same -> new ReentrantLock());
    }

    /** Whether one ended by itself soon after its start decides when the next may start. */
    private void mourn(SpokeKey key, Warm dead) {
        if (dead.spoke().wasShutDown()) {
            return;
        }
        if (dead.usedAtMillis() - dead.startedAtMillis() < SHORT_LIFE.toMillis()) {
            failed(key);
        } else {
            pauses.remove(key);
        }
    }

    private Warm started(SpokeKey key, AppBundle app, DataRoom room) {
        Duration pause = pause(key);
        if (pause.isPositive()) {
            throw new SandboxException(
                    SandboxException.Code.APP_CRASHED,
                    "The app \"" + app.manifest().name()
                            + "\" keeps breaking down. It was not started; other apps go on." + " Try again in "
                            + (pause.toSeconds() + 1) + " s, or report it to its developer.");
        }
        makePlace();
        try {
            return new Warm(start(key, app, room), clock.millis(), clock.millis());
        } catch (SandboxException e) {
            if (e.code().name().startsWith("APP_")) {
                failed(key);
            }
            throw e;
        }
    }

    private Duration pause(SpokeKey key) {
        return pauses.getOrDefault(key, BackOff.NONE).left(clock.millis());
    }

    /** Ends the one that waits for the longest where there are too many. */
    private void makePlace() {
        while (spokes.size() >= MOST) {
            Map.Entry<SpokeKey, Warm> oldest = spokes.entrySet().stream()
                    .filter(entry -> !entry.getValue().spoke().busy())
                    .min(Comparator.comparingLong(entry -> entry.getValue().usedAtMillis()))
                    .orElseThrow(
                            () -> new SandboxException(
                                    SandboxException.Code.SANDBOX_FAILED,
                                    "As many apps run as this machine is meant for. Nothing was started. Try again in a moment."));
            if (spokes.remove(oldest.getKey(), oldest.getValue())) {
                oldest.getValue().spoke().close();
            }
        }
    }

    private Warm used(Warm present) {
        return new Warm(present.spoke(), present.startedAtMillis(), clock.millis());
    }

    private void failed(SpokeKey key) {
        pauses.compute(key, (same, known) -> (known == null ? BackOff.NONE : known).failed(clock.millis()));
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

    /**
     * Ends a user's spoke, so that it forgets all it was shown, and starts another in the background, so that the next
     * request does not wait for it. The room must be empty by now.
     */
    public void renew(String tenant, String user, AppBundle app, DataRoom room) {
        end(tenant, user, app);
        SpokeKey key = new SpokeKey(tenant, user, app.digest());
        long withdrawn = withdrawals.get();
        Thread.ofVirtual().name("spoke-renewal").start(() -> {
            try {
                warmUp(key, app, room, withdrawn);
            } catch (SandboxException e) {
                // Nobody waits for it, and the bundle may have been deleted meanwhile: the next request finds out.
            }
        });
    }

    private void warmUp(SpokeKey key, AppBundle app, DataRoom room, long withdrawn) {
        ReentrantLock lock = startOf(key);
        lock.lock();
        try {
            if (withdrawals.get() != withdrawn
                    || spokes.containsKey(key)
                    || pause(key).isPositive()) {
                return;
            }
            makePlace();
            Warm warm = new Warm(start(key, app, room), clock.millis(), clock.millis());
            spokes.put(key, warm);
            if (withdrawals.get() != withdrawn && spokes.remove(key, warm)) {
                warm.spoke().close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends all users' spokes of a bundle that may not run any longer; one that may again begins without a past. */
    public void endAll(String bundleDigest) {
        withdrawals.incrementAndGet();
        pauses.keySet().removeIf(key -> key.bundleDigest().equals(bundleDigest));
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
        pauses.entrySet().removeIf(entry -> clock.millis() - entry.getValue().untilMillis() > idle.toMillis());
        starts.entrySet()
                .removeIf(entry -> !spokes.containsKey(entry.getKey())
                        && !entry.getValue().isLocked()
                        && !entry.getValue().hasQueuedThreads());
        long oldest = clock.millis() - idle.toMillis();
        for (Map.Entry<SpokeKey, Warm> entry : spokes.entrySet()) {
            Warm warm = entry.getValue();
            if (warm.spoke().busy()) {
                spokes.replace(entry.getKey(), warm, used(warm));
            } else if ((warm.usedAtMillis() < oldest || !warm.spoke().alive()) && spokes.remove(entry.getKey(), warm)) {
                warm.spoke().close();
            }
        }
    }
}
