package dev.cloister.gateway.apps;

import dev.cloister.sandbox.app.AppBundle;

/**
 * What of a tool's calls a grant is about. Apps are named with their digests: another digest is another app.
 *
 * @param fromApp an app's name; empty for calls that carry the user's own words
 * @param fromDigest its digest, or empty
 * @param onRequest whether that app asks for the call by itself; else the call carries what it wrote
 */
public record GrantScope(String fromApp, String fromDigest, boolean onRequest) {

    /** The user's own words. */
    public static final GrantScope OWN_WORDS = new GrantScope("", "", false);

    /** What that app wrote. */
    public static GrantScope valuesOf(AppBundle app) {
        return new GrantScope(app.manifest().name(), app.digest(), false);
    }

    /** What that app asks for by itself. */
    public static GrantScope requestsOf(AppBundle app) {
        return new GrantScope(app.manifest().name(), app.digest(), true);
    }
}
