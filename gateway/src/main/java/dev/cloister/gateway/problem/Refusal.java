package dev.cloister.gateway.problem;

import java.time.Duration;
import java.util.Optional;

/** Thrown by the gateway's own code to answer with a {@link Problem}. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Optional<String> field;
    private final transient Optional<Duration> retryAfter;

    public Refusal(int status, String code, String title, String detail) {
        this(Problem.of(status, code, title, detail), Optional.empty(), Optional.empty());
    }

    private Refusal(Problem problem, Optional<String> field, Optional<Duration> retryAfter) {
        super(problem.code() + ": " + problem.title());
        this.problem = problem;
        this.field = field;
        this.retryAfter = retryAfter;
    }

    public Problem problem() {
        return problem;
    }

    /** Which field of the request it is about, such as {@code messages[0].content}. */
    public Optional<String> field() {
        return field;
    }

    /** When it may be tried again. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The same, about that field of the request. */
    public Refusal about(String path) {
        return new Refusal(problem, Optional.of(path), retryAfter);
    }

    /** The same, worth trying again after that time. */
    public Refusal retryAfter(Duration time) {
        return new Refusal(problem, field, Optional.of(time));
    }

    public static Refusal notFound(String what) {
        return new Refusal(
                404, "NOT_FOUND", what + " does not exist.", "It was deleted, or it belongs to someone else.");
    }

    public static Refusal invalid(String title, String detail) {
        return new Refusal(400, "INVALID_REQUEST", title, detail);
    }
}
