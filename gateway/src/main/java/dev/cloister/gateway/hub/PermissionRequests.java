package dev.cloister.gateway.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.apps.ToolTitle;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.sandbox.app.AppManifest;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.egress.EgressRule;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.policy.Call;
import dev.cloister.sandbox.policy.Decision;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Puts a call into the form in which its user is asked. */
final class PermissionRequests {

    private final ObjectMapper json;
    private final List<ToolDescription> tools;
    private final Optional<String> words;
    private final UnaryOperator<String> titles;

    /**
     * @param tools the app's tools in its own words
     * @param words what of the user's words the app has been told
     * @param titles an app's title by its name
     */
    PermissionRequests(
            ObjectMapper json, List<ToolDescription> tools, Optional<String> words, UnaryOperator<String> titles) {
        this.json = json;
        this.tools = tools;
        this.words = words;
        this.titles = titles;
    }

    /** @param earlier how many earlier requests the app was reminded of */
    PermissionRequest of(UUID id, Call call, int earlier, List<Decision> choices) {
        AppManifest app = call.app().manifest();
        ToolManifest tool = call.tool();
        return new PermissionRequest(
                id,
                app.name(),
                app.displayName(),
                tool.name(),
                ToolTitle.of(tool.name()),
                parse(call.arguments().text()),
                parse(tools.stream()
                        .filter(one -> one.name().equals(tool.name()))
                        .map(ToolDescription::inputSchema)
                        .findFirst()
                        .orElse("{}")),
                words,
                earlier,
                tool.reads().stream()
                        .map(what -> what.equals("notes") ? "your notes" : what)
                        .toList(),
                app.egress().rules().stream().map(EgressRule::line).toList(),
                tool.effect().name().toLowerCase(Locale.ROOT),
                call.asker().map(asker -> asker.manifest().displayName()),
                call.carried().stream()
                        .filter(one -> !one.label().trusted())
                        .map(one -> carried(one, app.name()))
                        .toList(),
                choices.stream()
                        .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private PermissionRequest.Carried carried(Call.Carried one, String app) {
        return new PermissionRequest.Carried(
                one.argument(),
                one.label().writingApps().stream().map(titles).toList(),
                !one.label().readableBy(app));
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new Refusal(
                    502, "APP_MISBEHAVES", "The app sent something that is no JSON.", "The app was not used.");
        }
    }
}
