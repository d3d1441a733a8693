package dev.cloister.sandbox.policy;

/**
 * A standing permission. It ends with the bundle that it was given to: another digest is another app.
 *
 * @param bundleDigest the app's pin
 * @param tool the tool
 * @param decision {@link Decision#CHAT} or {@link Decision#ALWAYS}
 * @param chat the chat that it was given in
 */
public record Grant(String bundleDigest, String tool, Decision decision, String chat) {}
