package dev.cloister.gateway.apps.version;

import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.spoke.TestRun;

/** Starts an app once in a sandbox and calls each tool. */
@FunctionalInterface
public interface Trial {

    /**
     * Tries an app.
     *
     * @throws dev.cloister.sandbox.SandboxException where it cannot be started
     */
    TestRun of(AppBundle app);
}
