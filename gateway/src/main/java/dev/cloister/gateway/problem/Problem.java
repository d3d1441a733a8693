package dev.cloister.gateway.problem;

/**
 * What a client is told when something goes wrong (RFC 9457, with a stable code).
 *
 * @param type always {@code about:blank}
 * @param title one short sentence: what happened
 * @param status the HTTP status
 * @param detail what was kept and what to do next
 * @param code stable and upper-case; the part that clients may switch on
 */
public record Problem(String type, String title, int status, String detail, String code) {

    public static Problem of(int status, String code, String title, String detail) {
        return new Problem("about:blank", title, status, detail, code);
    }
}
