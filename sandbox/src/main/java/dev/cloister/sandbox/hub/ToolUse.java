package dev.cloister.sandbox.hub;

import dev.cloister.sandbox.label.Labelled;
import dev.cloister.sandbox.policy.Call;
import java.util.List;

/**
 * A call that was made.
 *
 * @param call what was called, with what, for whom
 * @param saw what of the user's the app saw, a sentence each
 * @param result what the app answered
 * @param isError whether the app reports a failure
 */
public record ToolUse(Call call, List<String> saw, Labelled result, boolean isError) {

    public ToolUse {
        saw = List.copyOf(saw);
    }
}
