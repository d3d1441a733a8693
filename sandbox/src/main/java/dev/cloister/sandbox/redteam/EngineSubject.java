package dev.cloister.sandbox.redteam;

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
import java.util.Optional;

/** A real model, as the gateway uses it. It is not run as an agent without isolation. */
public final class EngineSubject implements Subject {

    private static final int MAX_TOKENS = 256;

    private final Engine engine;

    public EngineSubject(Engine engine) {
        this.engine = engine;
    }

    @Override
    public String name() {
        return engine.model().name();
    }

    @Override
    public Models models(Scenario scenario) {
        return new Models() {
            @Override
            public String fillIn(AppBundle app, List<Turn> prompt, String schema) {
                return answer(scenario.id() + "/" + app.manifest().name(), prompt, schema);
            }

            @Override
            public String pick(String words, String text, List<String> candidates) {
                return candidates.getFirst();
            }
        };
    }

    private String answer(String session, List<Turn> prompt, String schema) {
        GenerationRequest request = GenerationRequest.of(
                        new Session("red-team", "user", session),
                        new Prompt.Chat(prompt.stream()
                                .map(turn -> ChatMessage.of(
                                        ChatMessage.Role.valueOf(turn.role().toUpperCase(Locale.ROOT)), turn.text()))
                                .toList()),
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
    public Optional<ExecutedCall> next(Scenario scenario, List<String> shown, List<ExecutedCall> made) {
        return Optional.empty();
    }
}
