package dev.cloister.sandbox.hub;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Engine;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.isc.Turn;
import dev.cloister.sandbox.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An engine's model for one user's apps: a session of its own for each app, and one that reads what nobody trusts. The engine
 * keeps sessions apart, so that nothing of one's context reaches another's.
 */
public final class EngineModels implements Models {

    private static final int MAX_TOKENS = 256;
    private static final int LONGEST_READ = 4_000;

    private final Engine engine;
    private final String tenant;
    private final String user;

    public EngineModels(Engine engine, String tenant, String user) {
        this.engine = engine;
        this.tenant = tenant;
        this.user = user;
    }

    @Override
    public String fillIn(AppBundle app, List<Turn> prompt, String schema) {
        return ask("app:" + app.manifest().name(), prompt, schema);
    }

    @Override
    public String pick(String words, String text, List<String> candidates) {
        String read = text.length() <= LONGEST_READ ? text : text.substring(0, LONGEST_READ);
        List<Turn> prompt = List.of(
                new Turn("system", "Pick from the text what the request needs."),
                new Turn("user", "Text: " + read + "\n\nRequest: " + words));
        Json value = new Json.Arr(candidates.stream().<Json>map(Json.Str::new).toList());
        Json.Obj schema = Json.object()
                .with("type", "object")
                .with("properties", Json.object().with("value", Json.object().with("enum", value)))
                .with("required", new Json.Arr(List.of(new Json.Str("value"))))
                .with("additionalProperties", new Json.Bool(false));
        try {
            return Json.parseObject(ask("quarantine", prompt, schema.text())).text("value");
        } catch (SandboxException e) {
            // What broke off is not one of the candidates.
            return "";
        }
    }

    private String ask(String session, List<Turn> prompt, String schema) {
        GenerationRequest request = GenerationRequest.of(
                        new Session(tenant, user, session),
                        new Prompt.Chat(
                                prompt.stream().map(EngineModels::message).toList()),
                        Sampling.greedy(),
                        MAX_TOKENS)
                .withJsonSchema(schema);
        StringBuilder text = new StringBuilder();
        try (Generation generation = engine.generate(request)) {
            for (Optional<GeneratedToken> token = generation.next(); token.isPresent(); token = generation.next()) {
                text.append(token.get().text());
            }
        }
        return text.toString();
    }

    private static ChatMessage message(Turn turn) {
        return ChatMessage.of(ChatMessage.Role.valueOf(turn.role().toUpperCase(Locale.ROOT)), turn.text());
    }
}
