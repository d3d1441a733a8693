package dev.cloister.gateway.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.apps.AppData;
import dev.cloister.gateway.apps.Grants;
import dev.cloister.gateway.apps.ToolTitle;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.policy.Decision;
import dev.cloister.sandbox.policy.PermissionPolicy;
import dev.cloister.sandbox.spoke.DataRoom;
import dev.cloister.sandbox.spoke.PermissionAnswer;
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

    private static final String NOTES = "notes";

    private final PermissionDesk desk;
    private final Grants grants;
    private final AppData data;
    private final Ledger ledger;
    private final ObjectMapper json;
    private final Question question;
    private final Route.ByApp route;
    private final List<ToolDescription> tools;
    private final DataRoom room;
    private final Cancellation cancellation;
    private final HubListener listener;
    private final List<String> saw = new ArrayList<>();
    private String arguments = "{}";
    private boolean standing;
    private boolean handedOver;
    private String refusal = "";

    Consent(
            PermissionDesk desk,
            Grants grants,
            AppData data,
            Ledger ledger,
            ObjectMapper json,
            Question question,
            Route.ByApp route,
            List<ToolDescription> tools,
            DataRoom room,
            Cancellation cancellation,
            HubListener listener) {
        this.desk = desk;
        this.grants = grants;
        this.data = data;
        this.ledger = ledger;
        this.json = json;
        this.question = question;
        this.route = route;
        this.tools = tools;
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
        ToolManifest tool = route.tool();
        boolean granted = PermissionPolicy.choices(tool).contains(Decision.ALWAYS)
                && grants.covers(
                        question.caller(),
                        route.app().manifest().name(),
                        route.app().digest(),
                        tool.name(),
                        question.conversation());
        PermissionDesk.Answer answer =
                granted ? new PermissionDesk.Answer("granted", Optional.empty()) : user(proposed);
        note(answer.decision());
        if (!answer.allowed()) {
            if (refusal.isEmpty()) {
                refusal = route.app().manifest().displayName()
                        + " was not allowed to act. It saw the words of your message and nothing else.";
            }
            return new PermissionAnswer.Deny();
        }
        arguments = answer.arguments().map(JsonNode::toString).orElse(proposed);
        standing = !answer.decision().equals("once");
        saw.add("The words of your message");
        handOver(tool);
        return new PermissionAnswer.Allow(arguments);
    }

    private PermissionDesk.Answer user(String proposed) {
        if (question.conversation().isEmpty()) {
            refusal = "This needs your consent to let " + route.app().manifest().displayName()
                    + " use \"" + ToolTitle.of(route.tool().name())
                    + "\". Ask the same in the chat page once and choose \"Always allow\"; grants are listed at #/apps.";
            return PermissionDesk.Answer.DENY;
        }
        PermissionRequest request = request(proposed);
        listener.permissionAsked(request);
        PermissionDesk.Answer answer = desk.ask(question.caller(), request, cancellation);
        listener.permissionResolved(request.id(), answer.decision());
        Decision decision = Decision.valueOf(answer.decision().toUpperCase(Locale.ROOT));
        PermissionPolicy.grant(
                        route.app(),
                        route.tool().name(),
                        decision,
                        question.conversation().get().toString())
                .ifPresent(grant -> grants.add(
                        question.caller(),
                        route.app().manifest().name(),
                        route.app().digest(),
                        grant.tool(),
                        decision == Decision.ALWAYS ? Optional.empty() : question.conversation()));
        return answer;
    }

    private PermissionRequest request(String proposed) {
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
                        .filter(choice -> choice != Decision.DENY)
                        .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private void handOver(ToolManifest tool) {
        if (!tool.reads().contains(NOTES)) {
            return;
        }
        AppData.Given notes = data.get(question.caller(), route.app().manifest().name(), AppData.NOTES)
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
        ledger.append(
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
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Refusal(
                    502, "APP_MISBEHAVES", "The app sent something that is no JSON.", "The app was not used.");
        }
    }

    private static String inWords(String what) {
        return what.equals(NOTES) ? "your notes" : what;
    }
}
