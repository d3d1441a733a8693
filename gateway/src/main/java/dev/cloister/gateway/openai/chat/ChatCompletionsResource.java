package dev.cloister.gateway.openai.chat;

import dev.cloister.gateway.hub.Cancellation;
import dev.cloister.gateway.hub.Question;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.marks.Marks;
import dev.cloister.gateway.openai.answer.Answering;
import dev.cloister.gateway.openai.answer.Choices;
import dev.cloister.gateway.openai.answer.Streams;
import dev.cloister.gateway.openai.body.Body;
import dev.cloister.gateway.openai.body.Fields;
import dev.cloister.gateway.openai.body.StreamFields;
import dev.cloister.gateway.openai.model.ServedModels;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Session;
import dev.cloister.inference.Variant;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code POST /v1/chat/completions}. The model's own name is the bare model; {@code cloister} is the hub, with the
 * owner's documents and apps under the owner's standing grants. Both are marked, and both stop when the client goes away.
 */
@Path("/v1/chat/completions")
@RunOnVirtualThread
public class ChatCompletionsResource {

    private static final String APP = "v1";

    private final Body body;
    private final ServedModels models;
    private final Answering answering;
    private final Streams streams;
    private final Marks marks;
    private final Identity identity;
    private final Clock clock;

    public ChatCompletionsResource(
            Body body,
            ServedModels models,
            Answering answering,
            Streams streams,
            Marks marks,
            Identity identity,
            Clock clock) {
        this.body = body;
        this.models = models;
        this.answering = answering;
        this.streams = streams;
        this.marks = marks;
        this.identity = identity;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Answers a chat. The body is OpenAI's chat completion request.")
    @RequestBody(content = @Content(mediaType = "application/json", schema = @Schema(implementation = Object.class)))
    public Response complete(InputStream sent, @Context RoutingContext http) throws IOException {
        Caller caller = identity.caller();
        Fields fields = body.read(sent);
        String id = "chatcmpl-" + UUID.randomUUID();
        Cancellation cancellation = new Cancellation();
        http.addEndHandler(ended -> cancellation.cancel());
        return switch (models.speaker(fields)) {
            case ServedModels.Speaker.Hub hub -> {
                HubChatRequest request = HubChatRequest.take(fields);
                yield answer(
                        answering.byHub(question(caller, id, request), cancellation),
                        writer(id, ServedModels.HUB, false),
                        request.stream());
            }
            case ServedModels.Speaker.Bare bare -> {
                ChatRequest request = ChatRequest.take(fields);
                yield answer(
                        answering.byModel(
                                caller,
                                id,
                                List.of(generation(caller, request)),
                                request.choices(),
                                request.scored(),
                                cancellation),
                        writer(id, bare.model().name(), request.scored()),
                        request.stream());
            }
        };
    }

    private Response answer(Choices answers, ChatWriter writer, StreamFields stream) {
        if (stream.wanted()) {
            return streams.completion(answers, out -> writer.stream(answers, out, stream.usage()));
        }
        try (answers) {
            return Response.ok(writer.whole(answers), MediaType.APPLICATION_JSON)
                    .build();
        }
    }

    private ChatWriter writer(String id, String model, boolean scored) {
        return new ChatWriter(id, clock.instant().getEpochSecond(), model, models.fingerprint(), scored);
    }

    private GenerationRequest generation(Caller caller, ChatRequest request) {
        GenerationRequest plain = new GenerationRequest(
                new Session(caller.tenant(), caller.name(), APP),
                Variant.BASE,
                new Prompt.Chat(request.messages(), request.tools()),
                request.sampling(),
                request.maxTokens(),
                request.stop(),
                request.form(),
                request.likeliest(),
                List.of());
        return marks.onOwner(caller.tenant(), caller.name(), plain);
    }

    private static Question question(Caller caller, String id, HubChatRequest request) {
        List<ChatMessage> messages = request.messages();
        return new Question(
                caller,
                Optional.empty(),
                id,
                messages.subList(0, messages.size() - 1),
                messages.getLast().text(),
                Set.of(),
                request.wishes());
    }
}
