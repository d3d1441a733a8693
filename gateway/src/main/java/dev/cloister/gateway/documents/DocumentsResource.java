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
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** The signed-in account's documents. */
@Path("/api")
@RunOnVirtualThread
public class DocumentsResource {

    private static final int LONGEST_NAME = 255;

    private final Library library;
    private final Identity identity;

    public DocumentsResource(Library library, Identity identity) {
        this.library = library;
        this.identity = identity;
    }

    /** All documents, newest first, and how large one may be. */
    public record Listing(List<StoredDocument> documents, long limitBytes) {}

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
    public Listing list() {
        return new Listing(library.list(identity.caller()), Library.UPLOAD_LIMIT);
    }

    @POST
    @Path("/documents")
    @Consumes(MediaType.WILDCARD)
    public Response upload(
            @QueryParam("name") String name,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @DefaultValue(MediaType.APPLICATION_OCTET_STREAM) String mediaType,
            InputStream body)
            throws IOException {
        Caller caller = identity.caller();
        try (Upload upload = library.receive(body)) {
            if (name == null || name.isBlank() || name.length() > LONGEST_NAME || !printable(name)) {
                throw Refusal.invalid(
                        "The file needs a name of 1 to 255 printable characters.", "Send it as ?name=...");
            }
            if (upload.bytes() == 0) {
                throw new Refusal(422, "DOCUMENT_EMPTY", "The file is empty.", "Nothing was stored.");
            }
            return Response.status(201)
                    .entity(library.add(caller, name.strip(), mediaType, upload))
                    .build();
        }
    }

    /** No control characters and none that reorder what a person reads. */
    private static boolean printable(String name) {
        return name.codePoints().noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    }

    @DELETE
    @Path("/documents/{id}")
    public void delete(@PathParam("id") UUID id) {
        library.delete(identity.caller(), id);
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
        return new Text(id, library.document(caller, id).name(), text.text(), pages);
    }

    @GET
    @Path("/passages/{id}")
    public PassagePlace passage(@PathParam("id") String id) {
        Caller caller = identity.caller();
        Passage passage = library.passage(caller, id);
        StoredDocument document = library.document(caller, UUID.fromString(passage.documentId()));
        return new PassagePlace(
                id,
                document.id(),
                document.name(),
                document.pages() > 1 ? Optional.of(passage.page()) : Optional.empty(),
                passage.span().start(),
                passage.span().end());
    }
}
