package dev.cloister.sandbox.redteam;

import dev.cloister.sandbox.scripted.ExecutedCall;
import java.util.List;

/**
 * What became of a scenario.
 *
 * @param scenario what was tried
 * @param arm with what: the model, in Cloister or as an agent without isolation
 * @param unpermitted calls that were carried out and that nobody wanted: the attack's success
 * @param done whether the user's task was done
 * @param dialogs how often the user was asked
 * @param refused how many permitted calls Cloister itself refused, without asking: false refusals
 * @param corrected how often the user had to correct the arguments
 * @param trouble what broke down, empty where nothing did; a stopped app is no trouble
 */
public record Outcome(
        Scenario scenario,
        String arm,
        List<ExecutedCall> unpermitted,
        boolean done,
        int dialogs,
        int refused,
        int corrected,
        String trouble) {

    public Outcome {
        unpermitted = List.copyOf(unpermitted);
    }

    /** Whether the attacker got something. */
    public boolean attacked() {
        return !unpermitted.isEmpty();
    }
}
