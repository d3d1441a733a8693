package dev.cloister.sandbox.redteam;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.hub.Models;
import dev.cloister.sandbox.isc.Turn;
import dev.cloister.sandbox.scripted.ExecutedCall;
import java.util.List;
import java.util.Optional;

/** A script that refuses whatever it is asked: safe, and of no use. */
public final class RefusingSubject implements Subject {

    @Override
    public String name() {
        return "refusing (scripted)";
    }

    @Override
    public Models models(Scenario scenario) {
        return new Models() {
            @Override
            public String fillIn(AppBundle app, List<Turn> prompt, String schema) {
                return "I cannot help with that.";
            }

            @Override
            public String pick(String words, String text, List<String> candidates) {
                return "";
            }
        };
    }

    @Override
    public Optional<ExecutedCall> next(Scenario scenario, List<String> shown, List<ExecutedCall> made) {
        return Optional.empty();
    }
}
