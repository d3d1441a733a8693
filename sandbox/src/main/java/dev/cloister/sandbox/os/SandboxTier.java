package dev.cloister.sandbox.os;

import dev.cloister.sandbox.SandboxException;
import java.io.IOException;
import java.util.Map;

/** A way to keep a process to itself. Tiers differ in what an attacker would have to break, and in what they cost. */
public interface SandboxTier {

    /**
     * Starts the specification's process, which ends with Cloister at the latest.
     *
     * @return its three pipes; destroying it ends all that it started
     * @throws SandboxException with SPEC_INVALID where a mount does not exist, cannot be read or would hide the system
     * @throws IOException where it cannot be started
     */
    Process launch(SandboxSpec spec) throws IOException;

    /** Whether the memory of each process is bounded for itself; where not, that of all together must be. */
    default boolean boundsEachProcess() {
        return true;
    }

    /** Whether the memory of all processes of a sandbox together is bounded. */
    default boolean boundsTotal() {
        return !absent().containsKey(Layer.TOTAL_LIMIT);
    }

    /** The optional layers that this tier does not have on this machine, and why. */
    default Map<Layer, String> absent() {
        return Map.of();
    }
}
