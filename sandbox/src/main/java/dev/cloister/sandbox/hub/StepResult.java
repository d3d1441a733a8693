package dev.cloister.sandbox.hub;

/** How a step of a plan ended. */
public sealed interface StepResult {

    /** The call was made. */
    record Done(ToolUse use) implements StepResult {}

    /**
     * The call was not made.
     *
     * @param reason in words for the user
     */
    record NotDone(String reason) implements StepResult {}

    /** The user stopped the whole. */
    record Stopped() implements StepResult {}
}
