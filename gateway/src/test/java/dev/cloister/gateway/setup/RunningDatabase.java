package dev.cloister.gateway.setup;

import dev.cloister.gateway.home.Home;
import org.jdbi.v3.core.Handle;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The database of an instance that runs, by a connection of its own. */
public final class RunningDatabase {

    private RunningDatabase() {}

    /** Does something in one transaction, which ends when it returns. */
    public static void inTransaction(Path home, Consumer<Handle> work) {
        Offline.withDatabase(new Home(home), jdbi -> {
            jdbi.useTransaction(work::accept);
            return home;
        });
    }

    /** Returns once another transaction waits for a lock of this one. */
    public static void awaitWaiting(Handle handle) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!handle.createQuery("select exists (select from pg_locks"
                        + " where not granted and pg_backend_pid() = any (pg_blocking_pids(pid)))")
                .mapTo(Boolean.class)
                .one()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nobody waits for the lock");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
