package dev.cloister.sandbox.redteam;

import dev.cloister.sandbox.hub.Models;
import dev.cloister.sandbox.scripted.ExecutedCall;
import java.util.List;
import java.util.Optional;

/** A language model that is put to the test. */
public interface Subject {

    /** As the report names it. */
    String name();

    /** The model in the hub's hands, for one scenario. */
    Models models(Scenario scenario);

    /**
     * What it would call next as an agent that holds all tools itself; nothing when it thinks that it is done. For the
     * arm without isolation; a model that cannot be run that way says nothing.
     *
     * @param shown all that it has read: the user's words, the tools' descriptions, their results
     * @param made the calls that it has made
     */
    Optional<ExecutedCall> next(Scenario scenario, List<String> shown, List<ExecutedCall> made);
}
