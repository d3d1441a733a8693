package dev.cloister.gateway.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.hub.Cancellation;
import dev.cloister.gateway.hub.Hub;
import dev.cloister.gateway.hub.Question;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.marks.Marks;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Engine;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Session;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code POST /v1/chat/completions}. The model's own name is the bare model; {@code cloister} is the hub, with the
 * owner's documents and apps under the owner's standing grants; how it samples is the hub's own. Both are marked, and both
 * stop when the client goes away.
 */
@Path("/v1/chat/completions")
@RunOnVirtualThread
public class ChatCompletionsResource {

    private static final String APP = "v1";

    private final Engine engine;
    private final Hub hub;
    private final Marks marks;
    private final Identity identity;
    private final Ledger ledger;
    private final ObjectMapper json;
    private final Clock clock;

    public ChatCompletionsResource(
            Engine engine, Hub hub, Marks marks, Identity identity, Ledger ledger, ObjectMapper json, Clock clock) {
        this.engine = engine;
        this.hub = hub;
        this.marks = marks;
        this.identity = identity;
        this.ledger = ledger;
        this.json = json;
        this.clock = clock;
    }

    @POST
    public Response complete(ChatCompletionRequest request, @Context RoutingContext http) {
        if (request == null) {
            throw Refusal.invalid("The request has no body.", "Send a chat completion request as JSON.");
        }
        Caller caller = identity.caller();
        Answering answering = answering(caller, request);
        CompletionWriter writer = new CompletionWriter(
                json,
                "chatcmpl-" + UUID.randomUUID(),
                clock.instant().getEpochSecond(),
                request.modelName(),
                request.usageInStream());
        ledger.append(caller.tenant(), caller.name(), "completion.requested", Map.of("model", request.modelName()));
        Cancellation cancellation = new Cancellation();
        http.addEndHandler(ended -> cancellation.cancel());
        if (request.streamed()) {
            return writer.stream(answering, cancellation);
        }
        StringBuilder text = new StringBuilder();
        Completion completion = answering.run(cancellation, text::append);
        return Response.ok(writer.whole(text.toString(), completion), MediaType.APPLICATION_JSON)
                .build();
    }

    static Refusal unknownModel(String name) {
        return new Refusal(
                404, "MODEL_NOT_FOUND", "There is no model " + name + ".", "GET /v1/models lists the names.");
    }

    private Answering answering(Caller caller, ChatCompletionRequest request) {
        List<ChatMessage> chat = request.chat();
        String model = request.modelName();
        if (model.equals(ModelsResource.HUB)) {
            return byHub(caller, chat, request);
        }
        if (!model.equals(engine.model().name())) {
            throw unknownModel(model);
        }
        GenerationRequest plain = GenerationRequest.of(
                        new Session(caller.tenant(), caller.name(), APP),
                        new Prompt.Chat(chat),
                        request.sampling(),
                        request.tokenLimit())
                .withStop(request.stopTexts())
                .withStages(marks.stagesOfOwner(caller.tenant(), caller.name()));
        GenerationRequest generation =
                request.jsonSchema().map(plain::withJsonSchema).orElse(plain);
        return (cancellation, sink) -> generate(generation, cancellation, sink);
    }

    private Completion generate(GenerationRequest request, Cancellation cancellation, Answering.Sink sink) {
        try (Generation generation = engine.generate(request)) {
            cancellation.onCancel(generation::close);
            for (Optional<GeneratedToken> token = generation.next(); token.isPresent(); token = generation.next()) {
                if (!token.get().text().isEmpty()) {
                    sink.text(token.get().text());
                }
            }
            return generation.completion();
        }
    }

    private Answering byHub(Caller caller, List<ChatMessage> chat, ChatCompletionRequest request) {
        ChatMessage last = chat.getLast();
        request.requireHubCanHonour();
        if (last.role() != ChatMessage.Role.USER) {
            throw Refusal.invalid("The last message is not the user's.", "The hub answers a user's message.");
        }
        Question question = new Question(caller, Optional.empty(), chat.subList(0, chat.size() - 1), last.text());
        return (cancellation, sink) -> hub.answer(question, cancellation, new TextOnly(sink));
    }
}
