package dev.cloister.gateway.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Engine;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.hub.Models;
import dev.cloister.sandbox.isc.Turn;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The model for one account's apps: a session of its own for each app, and one that reads what nobody trusts. */
final class AccountModels implements Models {

    private static final int MAX_TOKENS = 256;
    private static final int LONGEST_READ = 4_000;
    private static final String QUARANTINE = "quarantine";

    private final Engine engine;
    private final Caller caller;
    private final ObjectMapper json;

    AccountModels(Engine engine, Caller caller, ObjectMapper json) {
        this.engine = engine;
        this.caller = caller;
        this.json = json;
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
        try {
            String schema = json.writeValueAsString(Map.of(
                    "type",
                    "object",
                    "properties",
                    Map.of("value", Map.of("enum", candidates)),
                    "required",
                    List.of("value"),
                    "additionalProperties",
                    false));
            return json.readTree(ask(QUARANTINE, prompt, schema)).path("value").asText();
        } catch (JsonProcessingException e) {
            // What broke off is not one of the candidates.
            return "";
        }
    }

    private String ask(String session, List<Turn> prompt, String schema) {
        GenerationRequest request = GenerationRequest.of(
                        new Session(caller.tenant(), caller.name(), session),
                        new Prompt.Chat(
                                prompt.stream().map(AccountModels::message).toList()),
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
