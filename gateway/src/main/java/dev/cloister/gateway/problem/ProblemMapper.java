package dev.cloister.gateway.problem;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers every failure in the shape that the address's clients expect. */
@Provider
public final class ProblemMapper implements ExceptionMapper<Throwable> {

    private final UriInfo uri;

    public ProblemMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(Throwable failure) {
        return response(failure, uri);
    }

    static Response response(Throwable failure, UriInfo uri) {
        Problem problem = Problems.of(failure);
        Response.ResponseBuilder response = Response.status(problem.status());
        Problems.retryAfter(failure, problem)
                .ifPresent(time -> response.header("Retry-After", Math.max(1, time.toSeconds())));
        if (uri.getPath().startsWith("/v1/")) {
            return response.type(MediaType.APPLICATION_JSON)
                    .entity(OpenAiError.of(problem, failure))
                    .build();
        }
        if (uri.getPath().startsWith("/mcp")) {
            if (problem.status() == 401) {
                response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            }
            return response.type(MediaType.APPLICATION_JSON)
                    .entity(JsonRpcError.of(problem))
                    .build();
        }
        return response.type("application/problem+json").entity(problem).build();
    }
}
