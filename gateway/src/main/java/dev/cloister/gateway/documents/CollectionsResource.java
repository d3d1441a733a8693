package dev.cloister.gateway.documents;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Collections: the signed-in account's own, and those that are shared with it. */
@Path("/api/collections")
@RunOnVirtualThread
public class CollectionsResource {

    private static final int LONGEST_NAME = 100;

    private final CollectionCatalog collections;
    private final Library library;
    private final Sharing sharing;
    private final Reindexing reindexing;
    private final Identity identity;
    private final Ledger ledger;

    public CollectionsResource(
            CollectionCatalog collections,
            Library library,
            Sharing sharing,
            Reindexing reindexing,
            Identity identity,
            Ledger ledger) {
        this.collections = collections;
        this.library = library;
        this.sharing = sharing;
        this.reindexing = reindexing;
        this.identity = identity;
        this.ledger = ledger;
    }

    /** The caller's own first. */
    public record Listing(List<DocumentCollection> collections) {}

    /** What a collection is called. */
    public record Naming(@Nullable String name) {}

    @GET
    public Listing list() {
        return new Listing(collections.list(identity.caller()));
    }

    @POST
    public Response create(@Nullable Naming naming) {
        Caller caller = identity.caller();
        DocumentCollection made = collections.create(caller, name(naming));
        ledger.append(caller.tenant(), caller.name(), "collection.created", Map.of("id", made.id()));
        return Response.status(201).entity(made).build();
    }

    @GET
    @Path("/{id}")
    public DocumentCollection get(@PathParam("id") UUID id) {
        return collections.get(identity.caller(), id);
    }

    @PUT
    @Path("/{id}")
    public DocumentCollection rename(@PathParam("id") UUID id, @Nullable Naming naming) {
        Caller caller = identity.caller();
        collections.owned(caller, id);
        collections.rename(caller, id, name(naming));
        return collections.get(caller, id);
    }

    /** Deletes it with all its documents. The one that takes what is uploaded without saying where to stays. */
    @DELETE
    @Path("/{id}")
    public void delete(@PathParam("id") UUID id) {
        Caller caller = identity.caller();
        if (collections.owned(caller, id).standard()) {
            throw new Refusal(
                    409,
                    "COLLECTION_STANDARD",
                    "Your first collection cannot be deleted.",
                    "Nothing was changed. Delete its documents instead.");
        }
        library.deleteCollection(caller, id);
    }

    /** Shares it with an account, by name. */
    @PUT
    @Path("/{id}/readers/{name}")
    public DocumentCollection share(@PathParam("id") UUID id, @PathParam("name") String name) {
        return sharing.share(identity.caller(), id, name);
    }

    /** Takes it back from a reader; a reader may leave by itself. */
    @DELETE
    @Path("/{id}/readers/{name}")
    public void withdraw(@PathParam("id") UUID id, @PathParam("name") String name) {
        sharing.withdraw(identity.caller(), id, name);
    }

    /** Embeds its documents anew, and writes them in the encoding of vectors that is set now. */
    @POST
    @Path("/{id}/reindex")
    public Response reindex(@PathParam("id") UUID id) {
        return Response.accepted(reindexing.begin(identity.caller(), id)).build();
    }

    /** How far that is. */
    @GET
    @Path("/{id}/reindex")
    public Reindexing.Progress reindexed(@PathParam("id") UUID id) {
        return reindexing.of(identity.caller(), id);
    }

    private static String name(@Nullable Naming naming) {
        String name =
                naming == null || naming.name() == null ? "" : naming.name().strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME || !Printable.is(name)) {
            throw Refusal.invalid(
                    "The collection needs a name of 1 to 100 printable characters.", "Send {\"name\": ...}.");
        }
        return name;
    }
}
