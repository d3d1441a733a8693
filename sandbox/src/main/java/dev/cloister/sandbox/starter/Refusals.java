package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.SandboxException;

/** How the starter says no. */
final class Refusals {

    private static final int LONGEST = 200;

    private Refusals() {}

    static SandboxException of(String why) {
        return new SandboxException(
                SandboxException.Code.STARTER_REFUSED,
                "The process that starts sandboxes refuses: " + why + ". Nothing was started.");
    }

    /** Cut off, and in ASCII: it is printed. */
    static String quoted(String text) {
        String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return "\"" + shown.replaceAll("[^ -~]", "?") + "\"";
    }
}
