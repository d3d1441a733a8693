package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.audit.EgressLog;
import dev.cloister.sandbox.egress.secret.SecretValue;
import java.util.Map;

/**
 * What one spoke is given for its way out.
 *
 * @param network where it leads
 * @param limits how much of it there is
 * @param secrets values by name
 * @param log where each attempt is written down
 */
public record EgressAccess(
        EgressNetwork network, EgressLimits limits, Map<String, SecretValue> secrets, EgressLog log) {

    public EgressAccess {
        secrets = Map.copyOf(secrets);
    }
}
