package dev.cloister.gateway.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** JSON of another shape than expected: in place of the framework's own mapper, which answers without a body. */
@Provider
public final class JsonProblemMapper implements ExceptionMapper<MismatchedInputException> {

    private final UriInfo uri;

    public JsonProblemMapper(@Context UriInfo uri) {
        this.uri = uri;
    }

    @Override
    public Response toResponse(MismatchedInputException failure) {
        return ProblemMapper.response(failure, uri);
    }
}
