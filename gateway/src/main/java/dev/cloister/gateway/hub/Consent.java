package dev.cloister.gateway.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.apps.AppData;
import dev.cloister.gateway.apps.ToolTitle;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.policy.AppPolicy;
import dev.cloister.sandbox.policy.Call;
import dev.cloister.sandbox.policy.Decision;
import dev.cloister.sandbox.policy.Ruling;
import dev.cloister.sandbox.spoke.DataRoom;
import dev.cloister.sandbox.spoke.PermissionAnswer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Consent to one call. Data that the tool reads reaches the app only after a yes, and is taken back when the call is over.
 */
final class Consent {

    private static final Logger LOG = Logger.getLogger(Consent.class);
    private static final String NOTES = "notes";
    private static final int LONGEST_TOLD = 300;

    private final Consents.Services services;
    private final Question question;
    private final AppBundle app;
    private final Optional<String> words;
    private final AccountGrants grants;
    private final PermissionRequests requests;
    private final Runnable stillRuns;
    private final DataRoom room;
    private final Cancellation cancellation;
    private final HubListener listener;
    private final PlanKeeper keeper;
    private final List<String> saw = new ArrayList<>();
    private boolean allowed;
    private boolean handedOver;
    private boolean told;
    private boolean reminded;
    private String refusal = "";

    Consent(
            Consents.Services services,
            Question question,
            AppBundle app,
            Optional<String> words,
            List<ToolDescription> tools,
            Runnable stillRuns,
            DataRoom room,
            Cancellation cancellation,
            HubListener listener,
            PlanKeeper keeper) {
        this.services = services;
        this.question = question;
        this.app = app;
        this.words = words;
        this.grants = new AccountGrants(services.grants(), services.apps(), question);
        this.requests = new PermissionRequests(services.json(), tools, words, this::titleOf);
        this.stillRuns = stillRuns;
        this.room = room;
        this.cancellation = cancellation;
        this.listener = listener;
        this.keeper = keeper;
    }

    /** What of the user's the app saw, a sentence each. */
    List<String> saw() {
        return List.copyOf(saw);
    }

    /** What to tell the user when the call was not made; empty where the app itself gave up. */
    String refusal() {
        return refusal;
    }

    /**
     * Whether the app must end after the call, since it saw something for this call only: data, another app's words, or
     * words of the user's which led to no call. Whatever was granted: a grant is about calls, not about what an app keeps.
     */
    boolean forgetsAfterwards() {
        return !allowed || told || handedOver;
    }

    /** Another app told it something for this request. */
    void told(String byTitle) {
        told = true;
        saw.add("What " + byTitle + " answered");
    }

    /** Takes back what was handed over. */
    void takeBack() {
        room.remove(AppData.NOTES);
    }

    PermissionAnswer ask(Call call) {
        if (call.tool().reads().contains(NOTES)) {
            var unused = notes();
        }
        reminded = earlier(call) > 0;
        propose(call);
        PermissionDesk.Answer answer =
                switch (rule(call)) {
                    case Ruling.Forbid(String message) -> {
                        refuse(message);
                        yield new PermissionDesk.Answer("forbidden", Optional.empty());
                    }
                    case Ruling.Proceed(String why) -> new PermissionDesk.Answer(why, Optional.empty());
                    case Ruling.Ask(List<Decision> choices) -> user(call, choices);
                };
        if (!answer.allowed()) {
            note(call, answer.decision());
            if (refusal.isEmpty()) {
                refusal = title() + " was not allowed to act." + onlyWords();
            }
            return new PermissionAnswer.Deny();
        }
        Call last = call.with(answer.arguments()
                .map(JsonNode::toString)
                .map(Json::parseObject)
                .orElse(call.arguments()));
        // The question may have stood for minutes: the app may have been stopped, the rules and the arguments changed.
        stillRuns.run();
        if (rule(last) instanceof Ruling.Forbid(String message)) {
            propose(last);
            refuse(message);
            note(last, "forbidden");
            return new PermissionAnswer.Deny();
        }
        note(last, answer.decision());
        grants.keep(last, answer.decision());
        allowed = true;
        keeper.begins(last);
        see(last);
        return new PermissionAnswer.Allow(last.arguments().text());
    }

    private Ruling rule(Call call) {
        return Ruling.on(call, policy(), grants);
    }

    private AppPolicy policy() {
        return services.policies().of(question.caller().tenant(), name());
    }

    /** Notes what a forbidden call proposes; what was decided does not hang on it. */
    private void propose(Call call) {
        try {
            Ruling.proposal(call, policy()).ifPresent(rule -> services.policies()
                    .propose(question.caller().tenant(), name(), rule));
        } catch (JdbiException e) {
            LOG.warn("A proposal could not be noted", e);
        }
    }

    private void refuse(String message) {
        refusal = title() + " may not do that here" + (message.isEmpty() ? "." : ": " + message) + onlyWords();
    }

    private String onlyWords() {
        String besides = reminded ? ", what you asked it before in this chat," : "";
        return words.map(told -> " It saw these words of your message" + besides + " and nothing else: " + quoted(told))
                .orElse(" It saw nothing of yours.");
    }

    private PermissionDesk.Answer user(Call call, List<Decision> choices) {
        if (question.conversation().isEmpty()) {
            refusal = "This needs your consent to let " + title() + " use \""
                    + ToolTitle.of(call.tool().name())
                    + "\". Ask the same in the chat page once and choose \"Always allow\"; grants are listed at #/apps.";
            return PermissionDesk.Answer.DENY;
        }
        PermissionRequest request = keeper.put(requests.of(UUID.randomUUID(), call, earlier(call), choices));
        keeper.waits(request, call);
        listener.permissionAsked(request);
        PermissionDesk.Answer answer = services.desk().ask(question.caller(), request, cancellation);
        keeper.answered();
        listener.permissionResolved(request.id(), answer.decision());
        return answer;
    }

    private String titleOf(String other) {
        return services.apps()
                .named(question.caller().tenant(), other)
                .map(bundle -> bundle.manifest().displayName())
                .orElse(other);
    }

    private void see(Call call) {
        saw.add(call.asker()
                .map(asker -> "What " + asker.manifest().displayName() + " asked")
                .orElseGet(() -> "These words of your message: " + quoted(words.orElse(""))));
        int earlier = earlier(call);
        if (earlier > 0) {
            saw.add("What you asked it before in this chat (" + earlier + ")");
        }
        call.carried().stream()
                .flatMap(one -> one.label().writingApps().stream())
                .distinct()
                .filter(other -> call.planned())
                .forEach(other -> saw.add("What " + titleOf(other) + " answered"));
        handedOver |= !call.from().isEmpty();
        if (call.tool().reads().contains(NOTES)) {
            handOverNotes();
        }
    }

    /** How many requests of this chat the app was reminded of. */
    private int earlier(Call call) {
        return question.conversation()
                .filter(chat -> call.planned())
                .map(chat -> services.memory()
                        .of(question.caller(), chat, app.digest(), call.tool().name())
                        .size())
                .orElse(0);
    }

    private AppData.Given notes() {
        return services.data()
                .get(question.caller(), name(), AppData.NOTES)
                .orElseThrow(() -> new Refusal(
                        409,
                        "NOTES_MISSING",
                        "There are no notes to read.",
                        "Give the app your notes on the Apps page, then ask again."));
    }

    private void handOverNotes() {
        AppData.Given notes = notes();
        room.put(AppData.NOTES, notes.content().getBytes(StandardCharsets.UTF_8));
        handedOver = true;
        saw.add("Your notes (" + notes.content().length() + " characters)");
    }

    private void note(Call call, String decision) {
        services.ledger()
                .append(
                        question.caller().tenant(),
                        question.caller().name(),
                        "permission.decided",
                        Map.of(
                                "app",
                                name(),
                                "tool",
                                call.tool().name(),
                                "from",
                                List.copyOf(call.from()),
                                "decision",
                                decision));
    }

    private String name() {
        return app.manifest().name();
    }

    private String title() {
        return app.manifest().displayName();
    }

    private static String quoted(String told) {
        return "“" + (told.length() <= LONGEST_TOLD ? told : told.substring(0, LONGEST_TOLD) + "…") + "”";
    }
}
