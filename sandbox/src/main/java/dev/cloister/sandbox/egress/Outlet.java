package dev.cloister.sandbox.egress;

import dev.cloister.sandbox.egress.secret.SpokeSecrets;
import dev.cloister.sandbox.egress.tls.SpokeAuthority;

/** What all connections of one spoke share. */
record Outlet(
        EgressPolicy policy, EgressAccess access, EgressGate gate, SpokeSecrets secrets, SpokeAuthority authority) {}
