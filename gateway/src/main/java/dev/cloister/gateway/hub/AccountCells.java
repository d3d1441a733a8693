package dev.cloister.gateway.hub;

import dev.cloister.gateway.apps.AppCells;
import dev.cloister.gateway.apps.AppMemory;
import dev.cloister.gateway.apps.InstalledApps;
import dev.cloister.gateway.apps.version.Registration;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.BundleStore;
import dev.cloister.sandbox.hub.Cell;
import dev.cloister.sandbox.hub.Cells;
import dev.cloister.sandbox.isc.Remembered;
import dev.cloister.sandbox.spoke.DataRoom;
import dev.cloister.sandbox.spoke.Spoke;
import dev.cloister.sandbox.spoke.SpokePool;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Enters accounts' apps. An account's app does one thing at a time: what one call may read is not there for another. */
@ApplicationScoped
public class AccountCells {

    private final AppCells cells;
    private final InstalledApps apps;
    private final Registration registration;
    private final Consents consents;
    private final AppMemory memory;
    private final Path rooms;
    private final AccountLocks locks = new AccountLocks();

    public AccountCells(
            AppCells cells,
            InstalledApps apps,
            Registration registration,
            Consents consents,
            AppMemory memory,
            Home home) {
        this.cells = cells;
        this.apps = apps;
        this.registration = registration;
        this.consents = consents;
        this.memory = memory;
        this.rooms = home.spokes().resolve("data");
    }

    /** What a crash left behind was handed over for calls that are over. */
    void onStart(@Observes @Priority(1) StartupEvent event) {
        try {
            BundleStore.delete(rooms);
        } catch (IOException e) {
            throw new UncheckedIOException("What apps were handed over before cannot be deleted at " + rooms, e);
        }
    }

    /** The apps of whoever asks the question. */
    Cells of(Question question, Cancellation cancellation, HubListener listener, PlanKeeper keeper) {
        return new OfQuestion(question, cancellation, listener, keeper);
    }

    private final class OfQuestion implements Cells {

        private final Question question;
        private final Cancellation cancellation;
        private final HubListener listener;
        private final PlanKeeper keeper;

        OfQuestion(Question question, Cancellation cancellation, HubListener listener, PlanKeeper keeper) {
            this.question = question;
            this.cancellation = cancellation;
            this.listener = listener;
            this.keeper = keeper;
        }

        @Override
        public Optional<AppBundle> app(String name) {
            return apps.named(question.caller().tenant(), name);
        }

        @Override
        public Optional<Cell> enter(AppBundle app, String words) {
            ReentrantLock lock = lock(app);
            return take(lock) ? Optional.of(entered(app, Optional.of(words), lock)) : Optional.empty();
        }

        @Override
        public Optional<Cell> enterAtOnce(AppBundle app) {
            ReentrantLock lock = lock(app);
            return !lock.isHeldByCurrentThread() && lock.tryLock()
                    ? Optional.of(entered(app, Optional.empty(), lock))
                    : Optional.empty();
        }

        private ReentrantLock lock(AppBundle app) {
            return locks.of(account() + "/" + app.manifest().name());
        }

        private String account() {
            return question.caller().account().toString();
        }

        private Cell entered(AppBundle app, Optional<String> words, ReentrantLock lock) {
            try {
                DataRoom room = DataRoom.open(rooms.resolve(account())
                        .resolve(app.manifest().name() + "-" + app.digest().substring(0, 16)));
                SpokePool pool = cells.spokes();
                Spoke spoke = pool.spoke(question.caller().tenant(), account(), app, room);
                Runnable stillRuns =
                        () -> registration.requireRunning(question.caller().tenant(), app, spoke.tools());
                try {
                    stillRuns.run();
                } catch (Refusal e) {
                    pool.end(question.caller().tenant(), account(), app);
                    throw e;
                }
                Runnable end = spoke::close;
                cancellation.onCancel(end);
                Consent consent = consents.to(
                        question, app, words, spoke.tools(), stillRuns, room, cancellation, listener, keeper);
                Runnable renew = () -> pool.renew(question.caller().tenant(), account(), app, room);
                Runnable leave = () -> {
                    cancellation.forget(end);
                    lock.unlock();
                };
                return new AccountCell(spoke, consent, tool -> remembered(app, tool), renew, leave);
            } catch (RuntimeException | Error e) {
                lock.unlock();
                throw e;
            }
        }

        private List<Remembered> remembered(AppBundle app, String tool) {
            return question.conversation()
                    .map(chat -> memory.of(question.caller(), chat, app.digest(), tool))
                    .orElse(List.of());
        }

        /** Waits for the app's other request, if there is one, for as long as nobody stops this one. */
        private boolean take(ReentrantLock lock) {
            try {
                if (lock.tryLock()) {
                    return true;
                }
                listener.step("asking_app", "Waiting for another request to this app");
                while (!cancellation.cancelled()) {
                    if (lock.tryLock(200, TimeUnit.MILLISECONDS)) {
                        return true;
                    }
                }
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
