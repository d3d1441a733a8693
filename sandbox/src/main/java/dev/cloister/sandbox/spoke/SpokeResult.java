package dev.cloister.sandbox.spoke;

/** How a request to an app ended. All texts are the app's: untrusted. */
public sealed interface SpokeResult {

    /**
     * The tool was called.
     *
     * @param text what it answered
     * @param isError whether it says that it failed
     */
    record Answered(String text, boolean isError) implements SpokeResult {}

    /**
     * The tool was not called.
     *
     * @param reason why
     */
    record Denied(String reason) implements SpokeResult {}
}
