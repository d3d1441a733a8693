package dev.cloister.sandbox.label;

/**
 * Somebody who writes or reads values: the user, the hub, or an app.
 *
 * @param name {@code user}, {@code hub}, or {@code app:} and the app's name
 */
public record Principal(String name) implements Comparable<Principal> {

    /** The person that Cloister works for. */
    public static final Principal USER = new Principal("user");

    /** Cloister itself. */
    public static final Principal HUB = new Principal("hub");

    private static final String APP = "app:";

    /** An app, by its registered name. */
    public static Principal app(String name) {
        return new Principal(APP + name);
    }

    /** Whether it is an app. */
    public boolean isApp() {
        return name.startsWith(APP);
    }

    /** An app's registered name. */
    public String appName() {
        return name.substring(APP.length());
    }

    @Override
    public int compareTo(Principal other) {
        return name.compareTo(other.name);
    }
}
