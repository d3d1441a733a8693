package dev.cloister.gateway.documents;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.gateway.upload.Upload;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** The documents that the signed-in account may read. */
@Path("/api")
@RunOnVirtualThread
public class DocumentsResource {

    private static final int LONGEST_NAME = 255;

    private final Library library;
    private final DocumentCatalog catalog;
    private final CollectionCatalog collections;
    private final Sharing sharing;
    private final Arrivals arrivals;
    private final Identity identity;

    public DocumentsResource(
            Library library,
            DocumentCatalog catalog,
            CollectionCatalog collections,
            Sharing sharing,
            Arrivals arrivals,
            Identity identity) {
        this.library = library;
        this.catalog = catalog;
        this.collections = collections;
        this.sharing = sharing;
        this.arrivals = arrivals;
        this.identity = identity;
    }

    /** All documents, newest first, and how large one may be. */
    public record Listing(List<StoredDocument> documents, long limitBytes) {}

    /** Where a document goes. */
    public record Target(@Nullable UUID collection) {}

    /** Who of its collection's readers may read a document. */
    public record Readers(@Nullable List<String> names) {}

    /** A page's place in the text, in UTF-16 units. */
    public record PageSpan(int number, int start, int end) {}

    /** A document's whole text. */
    public record Text(UUID id, String name, String text, List<PageSpan> pages) {}

    /** Where a passage lies in its document's text, in UTF-16 units. */
    public record PassagePlace(
            String id,
            UUID documentId,
            String documentName,
            @JsonInclude Optional<Integer> page,
            int start,
            int end) {}

    @GET
    @Path("/documents")
    public Listing list(@QueryParam("collection") @Nullable String collection) {
        Caller caller = identity.caller();
        List<StoredDocument> documents = collection == null
                ? catalog.list(caller)
                : catalog.list(
                        caller,
                        collections.get(caller, id("collection", collection)).id());
        return new Listing(documents, Library.UPLOAD_LIMIT);
    }

    @POST
    @Path("/documents")
    @Consumes(MediaType.WILDCARD)
    public Response upload(
            @QueryParam("name") String name,
            @QueryParam("collection") @Nullable String collection,
            @QueryParam("upload") @Nullable String progress,
            InputStream body)
            throws IOException {
        Caller caller = identity.caller();
        UUID known = progress == null ? UUID.randomUUID() : id("upload", progress);
        try (Arrivals.Arrival arrival = arrivals.begin(caller, known);
                Upload upload = library.receive(body)) {
            UUID target = collection == null
                    ? collections.standard(caller)
                    : collections.owned(caller, id("collection", collection)).id();
            if (name == null || name.isBlank() || name.length() > LONGEST_NAME || !Printable.is(name)) {
                throw Refusal.invalid(
                        "The file needs a name of 1 to 255 printable characters.", "Send it as ?name=...");
            }
            if (upload.bytes() == 0) {
                throw new Refusal(422, "DOCUMENT_EMPTY", "The file is empty.", "Nothing was stored.");
            }
            return Response.status(201)
                    .entity(library.add(caller, target, name.strip(), upload, arrival))
                    .build();
        }
    }

    private static UUID id(String parameter, String given) {
        try {
            return UUID.fromString(given);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("The parameter " + parameter + " is no id.", "An id is a UUID.");
        }
    }

    /** How far an upload is that was sent with {@code ?upload=} and that id. */
    @GET
    @Path("/uploads/{id}")
    public Arrivals.Progress upload(@PathParam("id") UUID id) {
        return arrivals.of(identity.caller(), id);
    }

    @DELETE
    @Path("/documents/{id}")
    public void delete(@PathParam("id") UUID id) {
        library.delete(identity.caller(), id);
    }

    /** Puts it into another collection of the caller's. */
    @PUT
    @Path("/documents/{id}/collection")
    public StoredDocument move(@PathParam("id") UUID id, @Nullable Target target) {
        if (target == null || target.collection() == null) {
            throw Refusal.invalid("The collection is not named.", "Send {\"collection\": ...} with its id.");
        }
        return sharing.move(identity.caller(), id, target.collection());
    }

    /** Keeps it from all of its collection's readers but those that are named. */
    @PUT
    @Path("/documents/{id}/readers")
    public StoredDocument restrict(@PathParam("id") UUID id, @Nullable Readers readers) {
        if (readers == null
                || readers.names() == null
                || readers.names().stream().anyMatch(Objects::isNull)) {
            throw Refusal.invalid("The readers are not named.", "Send {\"names\": [...]}; none keeps it to yourself.");
        }
        return sharing.restrict(identity.caller(), id, Set.copyOf(readers.names()));
    }

    /** Lets all of its collection's readers read it. */
    @DELETE
    @Path("/documents/{id}/readers")
    public StoredDocument open(@PathParam("id") UUID id) {
        return sharing.open(identity.caller(), id);
    }

    @GET
    @Path("/documents/{id}/text")
    public Text text(@PathParam("id") UUID id) {
        Caller caller = identity.caller();
        DocumentText text = library.text(caller, id);
        List<PageSpan> pages = IntStream.range(0, text.pages().size())
                .mapToObj(i -> new PageSpan(
                        i + 1, text.pages().get(i).start(), text.pages().get(i).end()))
                .toList();
        return new Text(id, catalog.get(caller, id).name(), text.text(), pages);
    }

    @GET
    @Path("/passages/{id}")
    public PassagePlace passage(@PathParam("id") String id) {
        Caller caller = identity.caller();
        Passage passage = library.passage(caller, id);
        StoredDocument document = catalog.get(caller, UUID.fromString(passage.documentId()));
        return new PassagePlace(
                id,
                document.id(),
                document.name(),
                document.pages() > 1 ? Optional.of(passage.page()) : Optional.empty(),
                passage.span().start(),
                passage.span().end());
    }
}
