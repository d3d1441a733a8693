package dev.cloister.gateway.chat;

import dev.cloister.gateway.evidence.c2pa.Credentials;
import dev.cloister.gateway.evidence.c2pa.SourceType;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Answers and conversations as files that say what generated them: in words for people, and in a signed manifest for programs. */
@ApplicationScoped
class Exports {

    private final Conversations conversations;
    private final Credentials credentials;
    private final Ledger ledger;
    private final Clock clock;

    Exports(Conversations conversations, Credentials credentials, Ledger ledger, Clock clock) {
        this.conversations = conversations;
        this.credentials = credentials;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** One answer. */
    String answer(Caller caller, UUID conversation, UUID id, ExportForm form) {
        Message answer = conversations.messages(caller, conversation).stream()
                .filter(message -> message.id().equals(id) && message.role() == Message.Role.ASSISTANT)
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("The answer"));
        requireEnded(List.of(answer));
        note(caller, Map.of("conversation", conversation, "answer", id));
        return credentials.attached(text(form).answer(answer), SourceType.GENERATED);
    }

    /** All that was said. */
    String conversation(Caller caller, UUID id, ExportForm form) {
        List<Message> messages = conversations.messages(caller, id);
        requireEnded(messages);
        note(caller, Map.of("conversation", id));
        return credentials.attached(
                text(form).conversation(conversations.get(caller, id).title(), messages), SourceType.MIXED);
    }

    private ExportText text(ExportForm form) {
        return new ExportText(form, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    private void note(Caller caller, Map<String, Object> what) {
        ledger.append(caller.tenant(), caller.name(), "conversation.exported", what);
    }

    private static void requireEnded(List<Message> messages) {
        if (messages.stream().anyMatch(message -> message.status() == Message.Status.STREAMING)) {
            throw new Refusal(
                    409,
                    "ANSWER_RUNNING",
                    "An answer is being written.",
                    "Nothing was exported. Wait for its end, or stop it.");
        }
        if (messages.stream().allMatch(message -> message.text().isBlank())) {
            throw new Refusal(409, "NOTHING_TO_EXPORT", "There is no text in it.", "Nothing was exported.");
        }
    }
}
