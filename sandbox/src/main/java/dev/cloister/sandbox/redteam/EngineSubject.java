package dev.cloister.sandbox.redteam;

import dev.cloister.inference.Engine;
import dev.cloister.sandbox.hub.EngineModels;
import dev.cloister.sandbox.hub.Models;
import dev.cloister.sandbox.scripted.ExecutedCall;
import java.util.List;
import java.util.Optional;

/** A real model, as the gateway uses it. It is not run as an agent without isolation. */
public final class EngineSubject implements Subject {

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
        return new EngineModels(engine, "red-team", scenario.id());
    }

    @Override
    public Optional<ExecutedCall> next(Scenario scenario, List<String> shown, List<ExecutedCall> made) {
        return Optional.empty();
    }
}
