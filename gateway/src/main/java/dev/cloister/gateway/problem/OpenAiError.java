package dev.cloister.gateway.problem;

/** The error shape of OpenAI's API. */
public record OpenAiError(Body error) {

    /** The one field's content. */
    public record Body(String message, String type, String code) {}

    public static OpenAiError of(Problem problem) {
        String type =
                switch (problem.status()) {
                    case 401 -> "authentication_error";
                    case 403 -> "permission_error";
                    case 429 -> "rate_limit_error";
                    default -> problem.status() < 500 ? "invalid_request_error" : "server_error";
                };
        return new OpenAiError(new Body(problem.title() + " " + problem.detail(), type, problem.code()));
    }
}
