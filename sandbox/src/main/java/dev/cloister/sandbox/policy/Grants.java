package dev.cloister.sandbox.policy;

/** What the user allowed beforehand. */
public interface Grants {

    /** Whether the tool of exactly this bundle may be called without asking. */
    boolean covers(String bundleDigest, String tool);

    /** Whether it may be given what another app wrote, or be called for it, without asking. */
    boolean covers(String bundleDigest, String tool, String fromApp);
}
