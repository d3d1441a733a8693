package dev.cloister.gateway.chat;

import dev.cloister.gateway.hub.AppUse;
import dev.cloister.gateway.hub.Citations;
import dev.cloister.gateway.hub.Hub;
import dev.cloister.gateway.hub.HubListener;
import dev.cloister.gateway.hub.PermissionRequest;
import dev.cloister.gateway.hub.Question;
import dev.cloister.gateway.hub.WaitingPlan;
import dev.cloister.gateway.hub.Wishes;
import dev.cloister.gateway.identity.Accounts;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.marks.Marks;
import dev.cloister.gateway.problem.Problem;
import dev.cloister.gateway.problem.Problems;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The answers that are being made, at most one per conversation. */
@ApplicationScoped
public class Turns {

    private static final Logger LOG = Logger.getLogger(Turns.class);

    /** What the model is told of answers that quote apps: an app's words are nothing that it may retell or obey. */
    private static final String BY_APPS = "(An app answered this.)";

    private static final Duration SHUTDOWN_PATIENCE = Duration.ofSeconds(3);

    private final Conversations conversations;
    private final Hub hub;
    private final Ledger ledger;
    private final Marks marks;
    private final Accounts accounts;
    private final Map<UUID, Turn> running = new ConcurrentHashMap<>();

    public Turns(Conversations conversations, Hub hub, Ledger ledger, Marks marks, Accounts accounts) {
        this.conversations = conversations;
        this.hub = hub;
        this.ledger = ledger;
        this.marks = marks;
        this.accounts = accounts;
    }

    void onStart(@Observes StartupEvent event) {
        List<WaitingPlan.Kept> waiting = hub.waiting();
        conversations.failInterrupted(
                waiting.stream().map(WaitingPlan.Kept::answer).toList());
        waiting.forEach(this::goOn);
    }

    /** What waited for its user goes on waiting. */
    private void goOn(WaitingPlan.Kept kept) {
        accounts.find(kept.account()).ifPresent(account -> {
            Question question = new Question(
                    Caller.of(account),
                    Optional.of(kept.conversation()),
                    kept.answer().toString(),
                    List.of(),
                    kept.plan().question(),
                    Wishes.NONE);
            Turn turn = new Turn();
            running.put(kept.conversation(), turn);
            Thread.ofVirtual()
                    .name("turn-" + kept.conversation())
                    .start(() -> run(
                            turn,
                            question,
                            kept.conversation(),
                            kept.answer(),
                            recorder -> hub.goOn(question, kept, turn.cancellation(), recorder)));
        });
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        // What waits for its user is kept, and goes on after the next start.
        Set<UUID> waiting =
                hub.waiting().stream().map(WaitingPlan.Kept::conversation).collect(Collectors.toSet());
        List<Turn> left = running.entrySet().stream()
                .filter(entry -> !waiting.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        left.forEach(Turn::stop);
        waiting.stream().map(running::get).filter(Objects::nonNull).forEach(Turn::leave);
        for (Turn turn : left) {
            turn.awaitEnd(SHUTDOWN_PATIENCE);
        }
    }

    public Optional<Turn> of(UUID conversation) {
        return Optional.ofNullable(running.get(conversation));
    }

    /** Stores the question and starts to answer it. */
    public Turn start(Caller caller, UUID conversation, String text) {
        List<Message> history = conversations.messages(caller, conversation);
        Turn turn = new Turn();
        if (running.putIfAbsent(conversation, turn) != null) {
            throw new Refusal(
                    409,
                    "ANSWER_RUNNING",
                    "This conversation is still being answered.",
                    "Wait for the answer or stop it, then send the message again.");
        }
        try {
            Conversations.Exchange exchange = conversations.begin(caller, conversation, text);
            turn.publish(new TurnEvent.Started(exchange.question(), exchange.answer()));
            Question question = new Question(
                    caller, Optional.of(conversation), exchange.answer().toString(), said(history), text, Wishes.NONE);
            Thread.ofVirtual()
                    .name("turn-" + conversation)
                    .start(() -> run(
                            turn,
                            question,
                            conversation,
                            exchange.answer(),
                            recorder -> hub.answer(question, turn.cancellation(), recorder)));
            return turn;
        } catch (RuntimeException e) {
            running.remove(conversation);
            throw e;
        }
    }

    /** What was said before, as the model is told it: failed and empty answers leave nothing. */
    private static List<ChatMessage> said(List<Message> history) {
        return history.stream()
                .filter(message -> !message.text().isBlank() && message.status() != Message.Status.FAILED)
                .map(message -> message.role() == Message.Role.USER
                        ? ChatMessage.user(message.text())
                        : ChatMessage.assistant(message.apps().isEmpty() ? message.text() : BY_APPS))
                .toList();
    }

    private void run(
            Turn turn, Question question, UUID conversation, UUID answer, Function<HubListener, Completion> answering) {
        Recorder recorder = new Recorder(turn);
        TurnEvent last;
        try {
            recorder.marked = answering.apply(recorder).completionTokens() > 0
                    && marks.marksHub(question.caller().tenant());
            last = ended(turn, recorder, answer);
        } catch (RuntimeException | Error e) {
            // What breaks because it was told to stop has not failed.
            last = turn.cancellation().cancelled()
                    ? ended(turn, recorder, answer)
                    : failed(Problems.of(e), recorder, question, answer);
        } finally {
            running.remove(conversation);
        }
        turn.publish(last);
    }

    private TurnEvent ended(Turn turn, Recorder recorder, UUID answer) {
        Message.Status status = turn.cancellation().cancelled() ? Message.Status.STOPPED : Message.Status.COMPLETE;
        try {
            return new TurnEvent.Done(store(recorder, answer, status, Optional.empty()));
        } catch (RuntimeException e) {
            return unsaved(Problems.of(e), answer);
        }
    }

    private TurnEvent failed(Problem problem, Recorder recorder, Question question, UUID answer) {
        try {
            Message stored = store(recorder, answer, Message.Status.FAILED, Optional.of(problem));
            ledger.append(
                    question.caller().tenant(),
                    question.caller().name(),
                    "answer.failed",
                    Map.of("code", problem.code(), "message", answer));
            return new TurnEvent.Failed(problem.code(), problem.title(), problem.detail(), Optional.of(stored));
        } catch (RuntimeException e) {
            return unsaved(Problems.of(e), answer);
        }
    }

    /** The text cannot be stored: at least it must not look as if it were still being written. */
    private TurnEvent unsaved(Problem problem, UUID answer) {
        try {
            conversations.finish(
                    answer, "", Message.Status.FAILED, false, Optional.of(problem), Optional.empty(), List.of());
        } catch (RuntimeException e) {
            LOG.error("An answer could not be marked as failed", e);
        }
        return new TurnEvent.Failed(problem.code(), problem.title(), problem.detail(), Optional.empty());
    }

    private Message store(Recorder recorder, UUID answer, Message.Status status, Optional<Problem> error) {
        return conversations.finish(
                answer,
                recorder.text.toString(),
                status,
                recorder.marked,
                error,
                recorder.citations,
                List.copyOf(recorder.apps));
    }

    /** Hears the hub, keeps what is to be stored, and passes it on to whoever listens. */
    private static final class Recorder implements HubListener {
        private final Turn turn;
        private final StringBuilder text = new StringBuilder();
        private Optional<Citations> citations = Optional.empty();
        private final List<AppUse> apps = new ArrayList<>();
        private boolean marked;

        Recorder(Turn turn) {
            this.turn = turn;
        }

        @Override
        public void step(String kind, String words) {
            turn.publish(new TurnEvent.Step(kind, words));
        }

        @Override
        public void text(String more) {
            text.append(more);
            turn.publish(new TurnEvent.Token(more));
        }

        @Override
        public void planned(List<String> steps) {
            turn.publish(new TurnEvent.Planned(steps));
        }

        @Override
        public void permissionAsked(PermissionRequest request) {
            turn.publish(new TurnEvent.Permission(request));
        }

        @Override
        public void permissionResolved(UUID id, String decision) {
            turn.publish(new TurnEvent.PermissionResolved(id, decision));
        }

        @Override
        public void appUsed(AppUse use) {
            apps.add(use);
            turn.publish(new TurnEvent.App(use));
        }

        @Override
        public void cited(Citations found) {
            citations = Optional.of(found);
            turn.publish(new TurnEvent.Cited(found));
        }
    }
}
