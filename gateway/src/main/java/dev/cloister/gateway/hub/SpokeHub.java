package dev.cloister.gateway.hub;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Engine;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.sandbox.isc.Turn;
import dev.cloister.sandbox.spoke.HubServices;
import dev.cloister.sandbox.spoke.PermissionAnswer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the hub does for one spoke: its own model session, and consent at each call. */
final class SpokeHub implements HubServices {

    private static final int MAX_TOKENS = 256;

    private final Engine engine;
    private final Caller caller;
    private final String app;
    private final Consent consent;

    SpokeHub(Engine engine, Caller caller, String app, Consent consent) {
        this.engine = engine;
        this.caller = caller;
        this.app = app;
        this.consent = consent;
    }

    @Override
    public String model(List<Turn> prompt, String schema) {
        GenerationRequest request = GenerationRequest.of(
                        new Session(caller.tenant(), caller.name(), "app:" + app),
                        new Prompt.Chat(prompt.stream().map(SpokeHub::message).toList()),
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

    @Override
    public PermissionAnswer permission(String tool, String argumentsJson) {
        return consent.ask(argumentsJson);
    }

    private static ChatMessage message(Turn turn) {
        return ChatMessage.of(ChatMessage.Role.valueOf(turn.role().toUpperCase(Locale.ROOT)), turn.text());
    }
}
