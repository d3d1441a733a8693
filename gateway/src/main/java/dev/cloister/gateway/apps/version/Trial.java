package dev.cloister.gateway.apps.version;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.spoke.TestRun;

/** The sandbox as registering needs it: it starts an app once and calls each tool, and ends what may not run any longer. */
@FunctionalInterface
public interface Trial {

    /**
     * Tries an app.
     *
     * @throws dev.cloister.sandbox.SandboxException where it cannot be started
     */
    TestRun of(AppBundle app);

    /** Ends whatever runs from that bundle. */
    default void end(String digest) {}
}
