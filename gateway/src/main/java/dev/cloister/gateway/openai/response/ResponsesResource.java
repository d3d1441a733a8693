package dev.cloister.gateway.openai.response;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cloister.gateway.hub.Cancellation;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.openai.answer.Choices;
import dev.cloister.gateway.openai.answer.Streams;
import dev.cloister.gateway.openai.body.Body;
import dev.cloister.gateway.openai.body.Fields;
import dev.cloister.inference.Engine;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import java.io.IOException;
import java.io.InputStream;

/**
 * {@code /v1/responses}: answers that can be kept, gone on from and fetched again by their owner. The models are those of
 * chat completions.
 */
@Path("/v1/responses")
@RunOnVirtualThread
public class ResponsesResource {

    private final Body body;
    private final Responding responding;
    private final StoredResponses stored;
    private final Streams streams;
    private final Engine engine;
    private final Identity identity;

    public ResponsesResource(
            Body body,
            Responding responding,
            StoredResponses stored,
            Streams streams,
            Engine engine,
            Identity identity) {
        this.body = body;
        this.responding = responding;
        this.stored = stored;
        this.streams = streams;
        this.engine = engine;
        this.identity = identity;
    }

    /** What a deletion answers. */
    public record Deleted(String id, String object, boolean deleted) {}

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Responds. The body is OpenAI's response request.")
    @RequestBody(content = @Content(mediaType = "application/json", schema = @Schema(implementation = Object.class)))
    public Response respond(InputStream sent, @Context RoutingContext http) throws IOException {
        Caller caller = identity.caller();
        Fields fields = body.read(sent);
        Cancellation cancellation = new Cancellation();
        http.addEndHandler(ended -> cancellation.cancel());
        Responding.Begun begun = responding.begin(caller, fields, cancellation);
        Choices answers = begun.answers();
        if (begun.frame().stream().wanted()) {
            return streams.of(answers, out -> new ResponseStream(out, begun.body(), end -> keep(caller, begun, end))
                    .write(answers));
        }
        try (answers) {
            Finished finished = Finished.read(answers);
            ResponseBody end = begun.body().ended(finished.items(), finished.completion());
            keep(caller, begun, end);
            return Response.ok(end, MediaType.APPLICATION_JSON).build();
        }
    }

    @GET
    @Path("/{id}")
    public JsonNode get(@PathParam("id") String id) {
        return stored.get(identity.caller(), id);
    }

    @DELETE
    @Path("/{id}")
    public Deleted delete(@PathParam("id") String id) {
        Caller caller = identity.caller();
        stored.delete(caller, id);
        engine.forgetUser(caller.tenant(), caller.name());
        return new Deleted(id, "response", true);
    }

    /** What was new in the request of a response. */
    @GET
    @Path("/{id}/input_items")
    public InputItems input(
            @PathParam("id") String id,
            @QueryParam("order") @DefaultValue("desc") String order,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("20") String limit) {
        return InputItems.page(stored.input(identity.caller(), id), order, after, limit);
    }

    private void keep(Caller caller, Responding.Begun begun, ResponseBody end) {
        if (begun.frame().store()) {
            stored.keep(caller, end, begun.frame().input());
        }
    }
}
