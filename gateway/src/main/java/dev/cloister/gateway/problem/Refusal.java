package dev.cloister.gateway.problem;

/** Thrown by the gateway's own code to answer with a {@link Problem}. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public Refusal(int status, String code, String title, String detail) {
        super(code + ": " + title);
        this.problem = Problem.of(status, code, title, detail);
    }

    public Problem problem() {
        return problem;
    }

    public static Refusal notFound(String what) {
        return new Refusal(
                404, "NOT_FOUND", what + " does not exist.", "It was deleted, or it belongs to someone else.");
    }

    public static Refusal invalid(String title, String detail) {
        return new Refusal(400, "INVALID_REQUEST", title, detail);
    }
}
