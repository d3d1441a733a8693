package dev.cloister.sandbox.hub;

import dev.cloister.sandbox.isc.Remembered;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.policy.Call;
import dev.cloister.sandbox.spoke.PermissionAnswer;
import dev.cloister.sandbox.spoke.Spoke;
import java.util.List;

/** One user's running app, for as long as one step needs it: nobody else's request is in it meanwhile. */
public interface Cell extends AutoCloseable {

    /** The running app. */
    Spoke spoke();

    /**
     * Decides on a call: by rules, by what was granted, or by the user. Where it answers yes, what the tool reads of the
     * user's lies where the app sees it, until the cell is closed.
     */
    PermissionAnswer decide(Call call);

    /**
     * The app was told what another app answered, for this request: it must not remember it for the next.
     *
     * @param byTitle the other app's title
     */
    void told(String byTitle);

    /**
     * The app's memory: what this user asked of this tool before in this conversation, the oldest first. It holds nothing that
     * the app was not told then, and nothing that another app had a hand in.
     */
    default List<Remembered> memory(String tool) {
        return List.of();
    }

    /** What of the user's the app saw, a sentence each. */
    List<String> saw();

    /** Why the last call was not made, in words for the user; empty where the reason is the app's own. */
    String refusal();

    /** Takes back what was handed over, and ends the app where it must not remember it. */
    @Override
    void close();

    /** What the app says of a tool. */
    default ToolDescription description(String tool) {
        return spoke().tools().stream()
                .filter(one -> one.name().equals(tool))
                .findFirst()
                .orElseThrow();
    }
}
