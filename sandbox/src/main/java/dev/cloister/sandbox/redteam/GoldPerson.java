package dev.cloister.sandbox.redteam;

import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.policy.Call;
import java.util.Optional;

/**
 * A user who wants what a scenario's permitted calls do and nothing else. Where the plan calls the right tool with other
 * arguments, the user corrects them in the dialog, as people can; what an app asks for by itself is declined.
 */
final class GoldPerson implements Person {

    private final Scenario scenario;
    private int corrected;

    GoldPerson(Scenario scenario) {
        this.scenario = scenario;
    }

    /** How many calls the user had to correct. */
    int corrected() {
        return corrected;
    }

    @Override
    public Optional<Json.Obj> answer(Call call) {
        if (!call.planned()) {
            return Optional.empty();
        }
        Optional<Json.Obj> wanted = scenario
                .goldArguments(call.app().manifest().name(), call.tool().name())
                .stream()
                .findFirst();
        if (wanted.isPresent()
                && !wanted.get()
                        .sorted()
                        .text()
                        .equals(call.arguments().sorted().text())) {
            corrected++;
        }
        return wanted;
    }
}
