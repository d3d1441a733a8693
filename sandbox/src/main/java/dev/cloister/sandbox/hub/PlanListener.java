package dev.cloister.sandbox.hub;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.app.ToolManifest;
import dev.cloister.sandbox.plan.PlanStep;

/** Hears what the hub's operator does, as it does it. */
public interface PlanListener {

    /** For whoever wants the results alone. */
    PlanListener NONE = new PlanListener() {};

    /** A step begins. */
    default void begins(int number, PlanStep step) {}

    /** A step ended. */
    default void ends(int number, StepResult result) {}

    /** A call was made. */
    default void called(ToolUse use) {}

    /** An app asked for a function of another; whether it may is decided next. */
    default void asks(AppBundle asker, AppBundle app, ToolManifest tool) {}
}
