package dev.cloister.gateway.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where questions to users wait for their answers. Any session of the same account may answer. */
@ApplicationScoped
public class PermissionDesk {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Map<UUID, Pending> pending = new ConcurrentHashMap<>();

    /**
     * A user's answer.
     *
     * @param decision once, chat, always or deny
     * @param arguments the arguments as the user left them, if they were changed
     */
    public record Answer(String decision, Optional<JsonNode> arguments) {
        static final Answer DENY = new Answer("deny", Optional.empty());

        boolean allowed() {
            return !decision.equals("deny") && !decision.equals("forbidden");
        }
    }

    private record Pending(long order, UUID account, PermissionRequest request, CompletableFuture<Answer> answer) {}

    /** Waits for the user's answer; no answer within ten minutes, or a cancelled question, is a no. */
    Answer ask(Caller caller, PermissionRequest request, Cancellation cancellation) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        pending.put(request.id(), new Pending(System.nanoTime(), caller.account(), request, answer));
        cancellation.onCancel(() -> answer.complete(Answer.DENY));
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Answer.DENY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.DENY;
        } finally {
            pending.remove(request.id());
        }
    }

    /** What waits for the caller, oldest first. */
    public List<PermissionRequest> waiting(Caller caller) {
        return pending.values().stream()
                .filter(one -> one.account().equals(caller.account()))
                .sorted(Comparator.comparingLong(Pending::order))
                .map(Pending::request)
                .toList();
    }

    /** Gives the caller's answer. */
    public void answer(Caller caller, UUID id, Answer answer) {
        Pending asked = pending.get(id);
        if (asked == null || !asked.account().equals(caller.account())) {
            throw Refusal.notFound("The permission request");
        }
        if (answer.allowed() && !asked.request().choices().contains(answer.decision())) {
            throw new Refusal(
                    400,
                    "CHOICE_NOT_OFFERED",
                    "This cannot be granted for that long.",
                    "Choose one of " + String.join(", ", asked.request().choices()) + ", or deny.");
        }
        asked.answer().complete(answer);
    }
}
