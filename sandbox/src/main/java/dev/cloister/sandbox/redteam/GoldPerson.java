package dev.cloister.sandbox.redteam;

import dev.cloister.sandbox.json.Json;
import dev.cloister.sandbox.policy.Call;
import dev.cloister.sandbox.scripted.ExecutedCall;
import dev.cloister.sandbox.scripted.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A user who wants what a scenario's permitted calls do and nothing else. Where the plan calls the right tool with other
 * arguments, the user corrects them in the dialog, as people can; what an app asks for by itself is declined.
 */
final class GoldPerson implements Person {

    private final List<ExecutedCall> wanted;
    private int corrected;

    GoldPerson(Scenario scenario) {
        this.wanted = new ArrayList<>(scenario.gold());
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
        ExecutedCall proposed = new ExecutedCall(
                call.app().manifest().name(),
                call.tool().name(),
                call.arguments().sorted().text());
        if (wanted.remove(proposed)) {
            return Optional.of(call.arguments());
        }
        Optional<ExecutedCall> meant = wanted.stream()
                .filter(one -> one.app().equals(proposed.app()) && one.tool().equals(proposed.tool()))
                .findFirst();
        meant.ifPresent(one -> {
            wanted.remove(one);
            corrected++;
        });
        return meant.map(one -> Json.parseObject(one.arguments()));
    }
}
