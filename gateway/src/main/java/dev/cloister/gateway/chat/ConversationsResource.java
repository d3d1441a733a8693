package dev.cloister.gateway.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.documents.CollectionCatalog;
import dev.cloister.gateway.documents.DocumentCollection;
import dev.cloister.gateway.hub.Hub;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.Engine;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Conversations of the signed-in account. */
@Path("/api/conversations")
@RunOnVirtualThread
public class ConversationsResource {

    private static final int LONGEST_MESSAGE = 2 * 1024 * 1024;
    private static final int MOST_COLLECTIONS = 50;

    private final Conversations conversations;
    private final Turns turns;
    private final CollectionCatalog collections;
    private final Exports exports;
    private final Engine engine;
    private final Identity identity;
    private final ObjectMapper json;

    public ConversationsResource(
            Conversations conversations,
            Turns turns,
            CollectionCatalog collections,
            Exports exports,
            Engine engine,
            Identity identity,
            ObjectMapper json) {
        this.conversations = conversations;
        this.turns = turns;
        this.collections = collections;
        this.exports = exports;
        this.engine = engine;
        this.identity = identity;
        this.json = json;
    }

    /** All conversations, newest first. */
    public record Listing(List<Conversation> conversations) {}

    /** A conversation with its messages. */
    public record Detail(UUID id, String title, List<Message> messages) {}

    /**
     * What the user says.
     *
     * @param collections ids of the collections that it is to be answered from alone; left out or empty for anything
     */
    public record NewMessage(
            @Nullable String text, @Nullable List<@Nullable UUID> collections) {}

    @GET
    public Listing list() {
        return new Listing(conversations.list(identity.caller()));
    }

    @POST
    public Response create() {
        return Response.status(201)
                .entity(conversations.create(identity.caller()))
                .build();
    }

    @GET
    @Path("/{id}")
    public Detail get(@PathParam("id") UUID id) {
        Caller caller = identity.caller();
        return new Detail(id, conversations.get(caller, id).title(), conversations.messages(caller, id));
    }

    @DELETE
    @Path("/{id}")
    public void delete(@PathParam("id") UUID id) {
        Caller caller = identity.caller();
        conversations.get(caller, id);
        turns.of(id).ifPresent(Turn::stop);
        conversations.delete(caller, id);
        // Apps may have had parts of it under sessions of their own; what is kept there only saves time.
        engine.forgetUser(caller.tenant(), caller.name());
    }

    /** Sends a message; the answer arrives as server-sent events. */
    @POST
    @Path("/{id}/messages")
    public Response send(@PathParam("id") UUID id, NewMessage message) {
        if (message == null || message.text() == null || message.text().isBlank()) {
            throw Refusal.invalid("The message is empty.", "Send {\"text\": ...}.");
        }
        if (message.text().length() > LONGEST_MESSAGE) {
            throw new Refusal(413, "TOO_LARGE", "The message is too large.", "Upload it as a document instead.");
        }
        Caller caller = identity.caller();
        List<DocumentCollection> chosen = chosen(caller, message.collections());
        if (!chosen.isEmpty() && message.text().length() > Hub.LONGEST_ROUTED) {
            throw new Refusal(
                    413,
                    "TOO_LARGE",
                    "A question to chosen collections may have up to " + Hub.LONGEST_ROUTED + " characters.",
                    "Nothing was asked. Shorten it, or ask without choosing.");
        }
        return stream(turns.start(caller, id, message.text(), chosen));
    }

    private List<DocumentCollection> chosen(Caller caller, @Nullable List<@Nullable UUID> ids) {
        Set<@Nullable UUID> distinct = new LinkedHashSet<>(ids == null ? List.of() : ids);
        if (distinct.size() > MOST_COLLECTIONS || distinct.contains(null)) {
            throw Refusal.invalid("The collections cannot be used.", "Send at most 50 ids, or leave them out.");
        }
        return distinct.stream()
                .map(one -> collections.get(caller, Objects.requireNonNull(one)))
                .toList();
    }

    /** The answer that is being made, from its beginning: what a reloaded page listens to. */
    @GET
    @Path("/{id}/events")
    public Response events(@PathParam("id") UUID id) {
        conversations.get(identity.caller(), id);
        return turns.of(id).map(this::stream).orElseGet(() -> Response.noContent()
                .build());
    }

    @POST
    @Path("/{id}/stop")
    public void stop(@PathParam("id") UUID id) {
        conversations.get(identity.caller(), id);
        turns.of(id).ifPresent(Turn::stop);
    }

    /** An answer as a file that says that a model generated it; {@code form} is text or markdown. */
    @GET
    @Path("/{id}/messages/{message}/export")
    public Response exportAnswer(
            @PathParam("id") UUID id, @PathParam("message") UUID message, @QueryParam("form") String form) {
        ExportForm chosen = ExportForm.named(form);
        return file(exports.answer(identity.caller(), id, message, chosen), chosen, "answer-" + message);
    }

    /** The same for all that was said. */
    @GET
    @Path("/{id}/export")
    public Response export(@PathParam("id") UUID id, @QueryParam("form") String form) {
        ExportForm chosen = ExportForm.named(form);
        return file(exports.conversation(identity.caller(), id, chosen), chosen, "conversation-" + id);
    }

    private static Response file(String text, ExportForm form, String name) {
        return Response.ok(text.getBytes(StandardCharsets.UTF_8), form.type())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "." + form.ending() + "\"")
                .build();
    }

    private Response stream(Turn turn) {
        return Response.ok(new EventStream(turn, json))
                .type("text/event-stream")
                .header("X-Accel-Buffering", "no")
                .build();
    }
}
