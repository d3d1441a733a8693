package dev.cloister.gateway.identity;

import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** API tokens of the signed-in account. */
@Path("/api/tokens")
@RunOnVirtualThread
public class TokensResource {

    private final ApiTokens tokens;
    private final Identity identity;
    private final Ledger ledger;

    public TokensResource(ApiTokens tokens, Identity identity, Ledger ledger) {
        this.tokens = tokens;
        this.identity = identity;
        this.ledger = ledger;
    }

    /** All tokens. */
    public record Listing(List<ApiTokens.Listed> tokens) {}

    /** What to call a new one. */
    public record NewToken(String name) {}

    @GET
    public Listing list() {
        return new Listing(tokens.of(identity.caller().account()));
    }

    @POST
    public Response issue(NewToken request) {
        if (request == null
                || request.name() == null
                || request.name().isBlank()
                || request.name().length() > 100) {
            throw Refusal.invalid("A token needs a name of 1 to 100 characters.", "Send {\"name\": ...}.");
        }
        Caller caller = identity.caller();
        ApiTokens.Issued issued = tokens.issue(caller.account(), request.name().strip());
        ledger.append(caller.tenant(), caller.name(), "token.issued", Map.of("id", issued.id()));
        return Response.status(201).entity(issued).build();
    }

    @DELETE
    @Path("/{id}")
    public void revoke(@PathParam("id") UUID id) {
        Caller caller = identity.caller();
        if (!tokens.revoke(caller.account(), id)) {
            throw Refusal.notFound("The token");
        }
        ledger.append(caller.tenant(), caller.name(), "token.revoked", Map.of("id", id));
    }
}
