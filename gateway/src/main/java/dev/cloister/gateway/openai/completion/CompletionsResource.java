package dev.cloister.gateway.openai.completion;

import dev.cloister.gateway.hub.Cancellation;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.marks.Marks;
import dev.cloister.gateway.openai.answer.Answering;
import dev.cloister.gateway.openai.answer.Choices;
import dev.cloister.gateway.openai.answer.Streams;
import dev.cloister.gateway.openai.body.Body;
import dev.cloister.gateway.openai.body.Fields;
import dev.cloister.gateway.openai.model.ServedModels;
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
import java.util.UUID;

/** {@code POST /v1/completions}: texts continued by the bare model, under the mark of the token's owner. */
@Path("/v1/completions")
@RunOnVirtualThread
public class CompletionsResource {

    private static final String APP = "v1";

    private final Body body;
    private final ServedModels models;
    private final Answering answering;
    private final Streams streams;
    private final Marks marks;
    private final Identity identity;
    private final Clock clock;

    public CompletionsResource(
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
    @Operation(summary = "Continues texts. The body is OpenAI's completion request.")
    @RequestBody(content = @Content(mediaType = "application/json", schema = @Schema(implementation = Object.class)))
    public Response complete(InputStream sent, @Context RoutingContext http) throws IOException {
        Caller caller = identity.caller();
        Fields fields = body.read(sent);
        String model = models.bare(fields).name();
        CompletionRequest request = CompletionRequest.take(fields);
        String id = "cmpl-" + UUID.randomUUID();
        Cancellation cancellation = new Cancellation();
        http.addEndHandler(ended -> cancellation.cancel());
        Choices answers = answering.byModel(
                caller,
                id,
                generations(caller, request),
                request.each(),
                request.likeliest().isPresent(),
                cancellation);
        CompletionWriter writer =
                new CompletionWriter(id, clock.instant().getEpochSecond(), model, models.fingerprint(), request);
        if (request.stream().wanted()) {
            return streams.completion(answers, out -> writer.stream(answers, out));
        }
        try (answers) {
            return Response.ok(writer.whole(answers), MediaType.APPLICATION_JSON)
                    .build();
        }
    }

    private List<GenerationRequest> generations(Caller caller, CompletionRequest request) {
        Session session = new Session(caller.tenant(), caller.name(), APP);
        return request.prompts().stream()
                .map(prompt -> new GenerationRequest(
                        session,
                        Variant.BASE,
                        new Prompt.Text(prompt),
                        request.sampling(),
                        request.maxTokens(),
                        request.stop(),
                        request.form(),
                        request.likeliest().orElse(0),
                        List.of()))
                .map(plain -> marks.onOwner(caller.tenant(), caller.name(), plain))
                .toList();
    }
}
