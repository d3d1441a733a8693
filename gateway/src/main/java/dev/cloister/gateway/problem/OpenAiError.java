package dev.cloister.gateway.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/** The error shape of OpenAI's API. */
public record OpenAiError(Body error) {

    /**
     * The one field's content.
     *
     * @param param the field of the request that is wrong, if it is one
     */
    public record Body(
            String message, String type, @JsonInclude Optional<String> param, String code) {}

    public static OpenAiError of(Throwable failure) {
        return of(Problems.of(failure), failure);
    }

    static OpenAiError of(Problem problem, Throwable failure) {
        String type =
                switch (problem.status()) {
                    case 401 -> "authentication_error";
                    case 403 -> "permission_error";
                    case 429 -> "rate_limit_error";
                    default -> problem.status() < 500 ? "invalid_request_error" : "server_error";
                };
        Optional<String> field = failure instanceof Refusal refusal ? refusal.field() : Optional.empty();
        return new OpenAiError(new Body(problem.title() + " " + problem.detail(), type, field, problem.code()));
    }
}
