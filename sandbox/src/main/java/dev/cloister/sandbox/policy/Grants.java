package dev.cloister.sandbox.policy;

/** What the user allowed beforehand. */
public interface Grants {

    /** Whether the tool of exactly this bundle may be called without asking. */
    boolean covers(String bundleDigest, String tool);

    /** Whether it may be given what another app wrote without asking. */
    boolean covers(String bundleDigest, String tool, String fromApp);

    /** Whether it may be called for another app, which asks for it by itself, without asking the user. */
    boolean coversRequestsOf(String bundleDigest, String tool, String askingApp);

    /** Of a user who never allowed anything beforehand. */
    static Grants none() {
        return new Grants() {
            @Override
            public boolean covers(String bundleDigest, String tool) {
                return false;
            }

            @Override
            public boolean covers(String bundleDigest, String tool, String fromApp) {
                return false;
            }

            @Override
            public boolean coversRequestsOf(String bundleDigest, String tool, String askingApp) {
                return false;
            }
        };
    }
}
