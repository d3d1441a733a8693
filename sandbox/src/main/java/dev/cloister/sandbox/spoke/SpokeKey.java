package dev.cloister.sandbox.spoke;

/**
 * Whose spoke it is: no two users share one, nor do two bundles.
 *
 * @param tenant the organisation
 * @param user the user
 * @param bundleDigest the app's pin
 */
public record SpokeKey(String tenant, String user, String bundleDigest) {}
