package dev.cloister.gateway.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.apps.AppData;
import dev.cloister.gateway.apps.ToolTitle;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.policy.AppPolicy;
import dev.cloister.sandbox.policy.Decision;
import dev.cloister.sandbox.policy.PermissionPolicy;
import dev.cloister.sandbox.policy.PolicyVerdict;
import dev.cloister.sandbox.spoke.DataRoom;
import dev.cloister.sandbox.spoke.PermissionAnswer;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Consent to one call. Data that the tool reads reaches the app only after a yes, and is taken back when the call is over.
 */
final class Consent {

    private static final Logger LOG = Logger.getLogger(Consent.class);
    private static final String NOTES = "notes";

    private final Consents.Services services;
    private final Question question;
    private final Route.ByApp route;
    private final List<ToolDescription> tools;
    private final Runnable stillRuns;
    private final DataRoom room;
    private final Cancellation cancellation;
    private final HubListener listener;
    private final List<String> saw = new ArrayList<>();
    private String arguments = "{}";
    private boolean standing;
    private boolean handedOver;
    private String refusal = "";

    Consent(
            Consents.Services services,
            Question question,
            Route.ByApp route,
            List<ToolDescription> tools,
            Runnable stillRuns,
            DataRoom room,
            Cancellation cancellation,
            HubListener listener) {
        this.services = services;
        this.question = question;
        this.route = route;
        this.tools = tools;
        this.stillRuns = stillRuns;
        this.room = room;
        this.cancellation = cancellation;
        this.listener = listener;
    }

    /** What the call was made with. */
    String arguments() {
        return arguments;
    }

    /** What of the user's the app saw, a sentence each. */
    List<String> saw() {
        return List.copyOf(saw);
    }

    /** What to tell the user when the call was not made: the user's no, or else the app's own reason. */
    String refusal(String appsReason) {
        return refusal.isEmpty()
                ? route.app().manifest().displayName() + " could not do that: " + appsReason
                        + " It saw the words of your message and nothing else."
                : refusal;
    }

    /** Whether the app must end after the call, since it saw data for this call only. */
    boolean forgetsAfterwards() {
        return handedOver && !standing;
    }

    /** Takes back what was handed over. */
    void takeBack() {
        room.remove(AppData.NOTES);
    }

    PermissionAnswer ask(String proposed) {
        AppPolicy policy = policy();
        PolicyVerdict verdict = judge(policy, proposed);
        propose(verdict);
        if (refuses(policy, verdict)) {
            return forbidden(verdict);
        }
        // A forbidden call that is let through to be learned from is asked for as the strictest rule would have it.
        boolean eachTime = verdict.asks() || verdict.forbids();
        PermissionDesk.Answer answer = decide(verdict, eachTime, proposed);
        if (!answer.allowed()) {
            note(answer.decision());
            if (refusal.isEmpty()) {
                refusal = route.app().manifest().displayName()
                        + " was not allowed to act. It saw the words of your message and nothing else.";
            }
            return new PermissionAnswer.Deny();
        }
        arguments = answer.arguments().map(JsonNode::toString).orElse(proposed);
        // The question may have stood for minutes: the app may have been stopped, the rules and the arguments changed.
        stillRuns.run();
        AppPolicy now = policy();
        PolicyVerdict last = judge(now, arguments);
        if (refuses(now, last)) {
            propose(last);
            return forbidden(last);
        }
        note(answer.decision());
        keepGrant(answer.decision());
        standing = !answer.decision().equals("once");
        saw.add("The words of your message");
        handOver(route.tool());
        return new PermissionAnswer.Allow(arguments);
    }

    private PermissionDesk.Answer decide(PolicyVerdict verdict, boolean eachTime, String proposed) {
        if (verdict.allows()) {
            return new PermissionDesk.Answer("policy", Optional.empty());
        }
        boolean granted = !eachTime
                && PermissionPolicy.choices(route.tool()).contains(Decision.ALWAYS)
                && services.grants()
                        .covers(
                                question.caller(),
                                route.app().manifest().name(),
                                route.app().digest(),
                                route.tool().name(),
                                question.conversation());
        return granted ? new PermissionDesk.Answer("granted", Optional.empty()) : user(proposed, eachTime);
    }

    private PolicyVerdict judge(AppPolicy policy, String given) {
        return policy.judge(route.tool(), Json.parseObject(given));
    }

    private AppPolicy policy() {
        return services.policies()
                .of(question.caller().tenant(), route.app().manifest().name());
    }

    private static boolean refuses(AppPolicy policy, PolicyVerdict verdict) {
        return verdict.forbids() && policy.mode() == AppPolicy.Mode.ENFORCE;
    }

    /** Notes what a forbidden call proposes; what was decided does not hang on it. */
    private void propose(PolicyVerdict verdict) {
        try {
            verdict.proposal().ifPresent(rule -> services.policies()
                    .propose(question.caller().tenant(), route.app().manifest().name(), rule));
        } catch (JdbiException e) {
            LOG.warn("A proposal could not be noted", e);
        }
    }

    private PermissionAnswer forbidden(PolicyVerdict verdict) {
        refusal = route.app().manifest().displayName() + " may not do that here"
                + (verdict.message().isEmpty() ? "." : ": " + verdict.message())
                + " It saw the words of your message and nothing else.";
        note("forbidden");
        return new PermissionAnswer.Deny();
    }

    private PermissionDesk.Answer user(String proposed, boolean eachTime) {
        if (question.conversation().isEmpty()) {
            refusal = "This needs your consent to let " + route.app().manifest().displayName()
                    + " use \"" + ToolTitle.of(route.tool().name())
                    + "\". Ask the same in the chat page once and choose \"Always allow\"; grants are listed at #/apps.";
            return PermissionDesk.Answer.DENY;
        }
        PermissionRequest request = request(proposed, eachTime);
        listener.permissionAsked(request);
        PermissionDesk.Answer answer = services.desk().ask(question.caller(), request, cancellation);
        listener.permissionResolved(request.id(), answer.decision());
        return answer;
    }

    /** Keeps what the user allowed beyond this call. */
    private void keepGrant(String word) {
        if (!word.equals("chat") && !word.equals("always")) {
            return;
        }
        Decision decision = Decision.valueOf(word.toUpperCase(Locale.ROOT));
        PermissionPolicy.grant(
                        route.app(),
                        route.tool().name(),
                        decision,
                        question.conversation().orElseThrow().toString())
                .ifPresent(grant -> services.grants()
                        .add(
                                question.caller(),
                                route.app().manifest().name(),
                                route.app().digest(),
                                grant.tool(),
                                decision == Decision.ALWAYS ? Optional.empty() : question.conversation()));
    }

    private PermissionRequest request(String proposed, boolean eachTime) {
        ToolManifest tool = route.tool();
        return new PermissionRequest(
                UUID.randomUUID(),
                route.app().manifest().name(),
                route.app().manifest().displayName(),
                tool.name(),
                ToolTitle.of(tool.name()),
                parse(proposed),
                parse(tools.stream()
                        .filter(one -> one.name().equals(tool.name()))
                        .map(ToolDescription::inputSchema)
                        .findFirst()
                        .orElse("{}")),
                tool.reads().stream().map(Consent::inWords).toList(),
                tool.effect().name().toLowerCase(Locale.ROOT),
                PermissionPolicy.choices(tool).stream()
                        .filter(choice -> choice != Decision.DENY && (!eachTime || choice == Decision.ONCE))
                        .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private void handOver(ToolManifest tool) {
        if (!tool.reads().contains(NOTES)) {
            return;
        }
        AppData.Given notes = services.data()
                .get(question.caller(), route.app().manifest().name(), AppData.NOTES)
                .orElseThrow(() -> new Refusal(
                        409,
                        "NOTES_MISSING",
                        "There are no notes to read.",
                        "Give the app your notes on the Apps page, then ask again."));
        room.put(AppData.NOTES, notes.content().getBytes(StandardCharsets.UTF_8));
        handedOver = true;
        saw.add("Your notes (" + notes.content().length() + " characters)");
    }

    private void note(String decision) {
        services.ledger()
                .append(
                        question.caller().tenant(),
                        question.caller().name(),
                        "permission.decided",
                        Map.of(
                                "app",
                                route.app().manifest().name(),
                                "tool",
                                route.tool().name(),
                                "decision",
                                decision));
    }

    private JsonNode parse(String text) {
        try {
            return services.json().readTree(text);
        } catch (JsonProcessingException e) {
            throw new Refusal(
                    502, "APP_MISBEHAVES", "The app sent something that is no JSON.", "The app was not used.");
        }
    }

    private static String inWords(String what) {
        return what.equals(NOTES) ? "your notes" : what;
    }
}
