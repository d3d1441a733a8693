package dev.cloister.gateway.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.apps.AppCells;
import dev.cloister.gateway.apps.version.Registration;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Engine;
import dev.cloister.sandbox.spoke.DataRoom;
import dev.cloister.sandbox.spoke.Spoke;
import dev.cloister.sandbox.spoke.SpokePool;
import dev.cloister.sandbox.spoke.SpokeResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * An answer by an app: its spoke carries the request out, the user consents to the call, and what the app returned is
 * quoted as it is. No model retells it: what an app says stays the app's words, and a number stays right.
 */
@ApplicationScoped
public class AppAnswer {

    private final AppCells cells;
    private final Registration registration;
    private final Engine engine;
    private final Consents consents;
    private final Ledger ledger;
    private final ObjectMapper json;
    private final Home home;
    private final AccountLocks locks = new AccountLocks();

    public AppAnswer(
            AppCells cells,
            Registration registration,
            Engine engine,
            Consents consents,
            Ledger ledger,
            ObjectMapper json,
            Home home) {
        this.cells = cells;
        this.registration = registration;
        this.engine = engine;
        this.consents = consents;
        this.ledger = ledger;
        this.json = json;
        this.home = home;
    }

    Completion answer(Question question, Route.ByApp route, Cancellation cancellation, HubListener listener) {
        String account = question.caller().account().toString();
        String app = route.app().manifest().name();
        listener.step("asking_app", "Asking " + route.app().manifest().displayName());
        // An account's spoke does one thing at a time: what one call may read is not there for another.
        ReentrantLock lock = locks.of(account + "/" + app);
        if (!take(lock, cancellation, listener)) {
            return new Completion(Completion.FinishReason.CANCELLED, 0, 0);
        }
        try {
            DataRoom room = DataRoom.open(home.spokes()
                    .resolve("data")
                    .resolve(account)
                    .resolve(app + "-" + route.app().digest().substring(0, 16)));
            SpokePool pool = cells.spokes();
            Spoke spoke = pool.spoke(question.caller().tenant(), account, route.app(), room);
            Runnable stillRuns =
                    () -> registration.requireRunning(question.caller().tenant(), route.app(), spoke.tools());
            try {
                stillRuns.run();
            } catch (Refusal e) {
                pool.end(question.caller().tenant(), account, route.app());
                throw e;
            }
            cancellation.onCancel(() -> pool.end(question.caller().tenant(), account, route.app()));
            Consent consent = consents.to(question, route, spoke.tools(), stillRuns, room, cancellation, listener);
            SpokeHub hub = new SpokeHub(engine, question.caller(), app, consent);
            try {
                return tell(
                        question, route, consent, spoke.handle(route.tool().name(), question.text(), hub), listener);
            } finally {
                if (consent.forgetsAfterwards()) {
                    pool.end(question.caller().tenant(), account, route.app());
                }
                consent.takeBack();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the app's other request, if there is one, for as long as nobody stops this one. */
    private static boolean take(ReentrantLock lock, Cancellation cancellation, HubListener listener) {
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

    private Completion tell(
            Question question, Route.ByApp route, Consent consent, SpokeResult result, HubListener listener) {
        return switch (result) {
            case SpokeResult.Denied denied -> say(consent.refusal(denied.reason()), listener);
            case SpokeResult.Answered answered -> {
                AppUse use = new AppUse(
                        route.app().manifest().name(),
                        route.app().manifest().displayName(),
                        route.tool().name(),
                        arguments(consent),
                        consent.saw(),
                        answered.text(),
                        answered.isError());
                listener.appUsed(use);
                ledger.append(
                        question.caller().tenant(),
                        question.caller().name(),
                        "app.used",
                        Map.of("app", use.app(), "tool", use.tool(), "error", use.isError()));
                yield say(quoted(route, answered), listener);
            }
        };
    }

    private static String quoted(Route.ByApp route, SpokeResult.Answered answered) {
        String lines = answered.text().strip().lines().map(line -> "> " + line).collect(Collectors.joining("\n"));
        String says = answered.isError() ? " could not do that:" : " answers:";
        return route.app().manifest().displayName() + says + "\n\n" + lines;
    }

    private JsonNode arguments(Consent consent) {
        try {
            return json.readTree(consent.arguments());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The arguments were checked before", e);
        }
    }

    /** Words of the hub's own: no model made them, so they carry no mark. */
    private static Completion say(String words, HubListener listener) {
        listener.text(words);
        return new Completion(Completion.FinishReason.STOP, 0, 0);
    }
}
