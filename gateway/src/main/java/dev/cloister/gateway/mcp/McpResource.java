package dev.cloister.gateway.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.mcp.message.Incoming;
import dev.cloister.gateway.mcp.message.MessageReader;
import dev.cloister.gateway.mcp.message.RpcError;
import dev.cloister.gateway.problem.Problem;
import dev.cloister.gateway.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import java.io.IOException;
import java.io.InputStream;

/**
 * {@code POST /mcp}: the streamable HTTP transport of MCP, revisions 2026-07-28 and 2025-11-25, with a bearer token. A
 * message a request; JSON comes back, or one event where a client takes events only. There are no sessions and no stream
 * that waits: this server has nothing to say unasked, so GET and DELETE are 405, as both revisions allow.
 */
@Path(McpResource.PATH)
@RunOnVirtualThread
public class McpResource {

    static final String PATH = "/mcp";

    private final MessageReader reader;
    private final Methods methods;
    private final Identity identity;

    public McpResource(MessageReader reader, Methods methods, Identity identity) {
        this.reader = reader;
        this.methods = methods;
        this.identity = identity;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Takes one JSON-RPC message of the Model Context Protocol.")
    @RequestBody(content = @Content(mediaType = "application/json", schema = @Schema(implementation = Object.class)))
    public Response post(InputStream body, @Context HttpHeaders headers) throws IOException {
        Caller caller = identity.caller();
        try {
            Incoming message = reader.read(body);
            return switch (message) {
                case Incoming.Notification told -> take(told, headers);
                case Incoming.Request asked -> answer(asked, caller, headers);
            };
        } catch (RpcError e) {
            return response(e.status(), e.body(), headers).build();
        }
    }

    private static Response take(Incoming.Notification told, HttpHeaders headers) {
        Era.of(told, RoutingHeaders.only(headers, Era.VERSION_HEADER));
        return Response.accepted().build();
    }

    private Response answer(Incoming.Request asked, Caller caller, HttpHeaders headers) {
        try {
            Era era = Era.of(asked, RoutingHeaders.only(headers, Era.VERSION_HEADER));
            if (era == Era.NEWER) {
                RoutingHeaders.require(asked, headers);
            }
            return response(200, methods.answer(era, asked, caller), headers).build();
        } catch (RpcError e) {
            throw e.to(asked.id());
        } catch (Refusal e) {
            Problem problem = e.problem();
            RpcError error =
                    RpcError.refused(problem.status(), problem.title() + " " + problem.detail(), problem.code());
            Response.ResponseBuilder response =
                    response(problem.status(), error.to(asked.id()).body(), headers);
            e.retryAfter().ifPresent(time -> response.header("Retry-After", Math.max(1, time.toSeconds())));
            return response.build();
        }
    }

    private static Response.ResponseBuilder response(int status, ObjectNode message, HttpHeaders headers) {
        // As text, since a document may hold half of a surrogate pair, which is sent as a question mark.
        if (status == 200 && wantsEvents(headers)) {
            return Response.ok("event: message\ndata: " + message + "\n\n")
                    .type(MediaType.SERVER_SENT_EVENTS)
                    .header("X-Accel-Buffering", "no");
        }
        return Response.status(status).entity(message.toString()).type(MediaType.APPLICATION_JSON);
    }

    private static boolean wantsEvents(HttpHeaders headers) {
        return headers.getAcceptableMediaTypes().stream()
                        .anyMatch(type -> type.isCompatible(MediaType.SERVER_SENT_EVENTS_TYPE))
                && headers.getAcceptableMediaTypes().stream()
                        .noneMatch(type -> type.isCompatible(MediaType.APPLICATION_JSON_TYPE));
    }
}
