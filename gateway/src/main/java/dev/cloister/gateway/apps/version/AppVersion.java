package dev.cloister.gateway.apps.version;

import dev.cloister.sandbox.app.BundleSignature.Signer;
import dev.cloister.sandbox.app.Finding;
import dev.cloister.sandbox.app.ToolsPin;
import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.spoke.TestRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A version of an app as it was registered.
 *
 * @param tenant whose it is
 * @param app the app's name
 * @param digest of its files
 * @param version its version in its developer's words
 * @param title its title
 * @param signer who signed its archive
 * @param findings what a review found
 * @param testRun what happened when it was tried; its list of tools is what the version is pinned to
 * @param state whether it may run
 * @param active whether it is the version that runs
 * @param changedTools what it said its tools were when it was stopped
 * @param registeredBy who registered it
 * @param decidedBy who approved it last
 */
public record AppVersion(
        String tenant,
        String app,
        String digest,
        String version,
        String title,
        Optional<Signer> signer,
        List<Finding> findings,
        TestRun testRun,
        State state,
        boolean active,
        Optional<List<ToolDescription>> changedTools,
        String registeredBy,
        Instant registeredAt,
        Optional<String> decidedBy,
        Optional<Instant> decidedAt) {

    /** Whether a version may run. */
    public enum State {
        /** Nobody has decided yet. */
        PROPOSED,
        /** It may run. */
        APPROVED,
        /** It was approved and then said something else about its tools. */
        STOPPED
    }

    /** Whether its review forbids a yes. */
    public boolean blocked() {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.BLOCKING);
    }

    /** What it would be pinned to by a yes: what it says of its tools now. */
    public ToolsPin pin() {
        return ToolsPin.of(changedTools.orElse(testRun.tools()));
    }
}
