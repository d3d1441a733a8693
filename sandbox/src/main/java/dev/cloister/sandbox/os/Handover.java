package dev.cloister.sandbox.os;

import java.io.IOException;

/** How what a sandbox may write passes to the user id that it runs under. */
@FunctionalInterface
public interface Handover {

    /** With all that it holds. */
    Handover WHOLE = (mount, userId) -> Ownership.give(mount.host(), userId);

    /**
     * Gives a writable mount away, before the sandbox starts.
     *
     * @throws IOException where it cannot be given, so that nothing is started
     */
    void give(Mount mount, int userId) throws IOException;
}
