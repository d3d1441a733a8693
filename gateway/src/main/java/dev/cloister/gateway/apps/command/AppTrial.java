package dev.cloister.gateway.apps.command;

import dev.cloister.gateway.apps.AppCells;
import dev.cloister.gateway.apps.SpokeTier;
import dev.cloister.sandbox.app.AppBundle;
import dev.cloister.sandbox.egress.EgressAccess;
import dev.cloister.sandbox.egress.EgressLimits;
import dev.cloister.sandbox.egress.EgressNetwork;
import dev.cloister.sandbox.egress.audit.EgressEvent;
import dev.cloister.sandbox.egress.secret.SecretUse;
import dev.cloister.sandbox.egress.secret.SecretValue;
import dev.cloister.sandbox.spoke.SpokeFactory;
import dev.cloister.sandbox.spoke.TestRun;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A trial by whoever wrote the app.
 *
 * @param report is told of each attempt to reach a host
 * @param tier which kind of sandbox it runs in
 * @param network whether the app may reach what its manifest names
 */
record AppTrial(AppReport report, SpokeTier tier, boolean network) {

    TestRun of(AppBundle app, Path trials) {
        SpokeFactory cells = AppCells.tested(tier.open());
        if (!network) {
            if (!app.manifest().egress().isEmpty()) {
                report.line(
                        "network",
                        "closed, so calls that need it fail; --network opens it for what the manifest names");
            }
            return AppCells.tryOut(cells, app, trials);
        }
        List<EgressEvent> events = new CopyOnWriteArrayList<>();
        EgressAccess access = new EgressAccess(
                EgressNetwork.ofThisMachine(List.of()),
                EgressLimits.usual(),
                secrets(app, System.getenv()),
                events::add);
        TestRun run = AppCells.tryOut(cells, app, trials, access);
        events.forEach(report::attempt);
        return run;
    }

    /** Values stand in the shell's variables of the same names. */
    private static Map<String, SecretValue> secrets(AppBundle app, Map<String, String> variables) {
        Map<String, SecretValue> secrets = new HashMap<>();
        for (SecretUse use : app.manifest().egress().secrets()) {
            Optional.ofNullable(variables.get(use.name()))
                    .ifPresent(value -> secrets.put(use.name(), new SecretValue(value)));
        }
        return secrets;
    }
}
