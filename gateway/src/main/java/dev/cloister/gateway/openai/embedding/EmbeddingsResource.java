package dev.cloister.gateway.openai.embedding;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cloister.gateway.hub.Cancellation;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Identity;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.openai.answer.AnswerSlots;
import dev.cloister.gateway.openai.body.Body;
import dev.cloister.gateway.openai.model.ServedModels;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.inference.Engine;
import dev.cloister.inference.embedding.SentenceEmbedder;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@code POST /v1/embeddings}: one unit-length vector of 384 floats per text. A text of more word pieces than the embedder
 * reads is refused, since its end would count for nothing; {@code "truncate": true} takes it all the same.
 */
@Path("/v1/embeddings")
@RunOnVirtualThread
public class EmbeddingsResource {

    /** Few enough that others' single texts do not wait long between them. */
    private static final int BATCH = 16;

    private final Body body;
    private final ServedModels models;
    private final AnswerSlots slots;
    private final Engine engine;
    private final Identity identity;
    private final Ledger ledger;

    public EmbeddingsResource(
            Body body, ServedModels models, AnswerSlots slots, Engine engine, Identity identity, Ledger ledger) {
        this.body = body;
        this.models = models;
        this.slots = slots;
        this.engine = engine;
        this.identity = identity;
        this.ledger = ledger;
    }

    /** All vectors. */
    public record Embeddings(String object, List<Embedding> data, String model, Usage usage) {}

    /** One vector: numbers, or the base64 of its floats in little-endian order. */
    public record Embedding(String object, int index, Object embedding) {}

    /** Word pieces of all texts. */
    public record Usage(
            @JsonProperty("prompt_tokens") int promptTokens,
            @JsonProperty("total_tokens") int totalTokens) {}

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Gives texts' vectors. The body is OpenAI's embedding request.")
    @RequestBody(content = @Content(mediaType = "application/json", schema = @Schema(implementation = Object.class)))
    public Embeddings embed(InputStream sent, @Context RoutingContext http) throws IOException {
        Caller caller = identity.caller();
        EmbeddingRequest request = EmbeddingRequest.take(body.read(sent), models);
        Cancellation cancellation = new Cancellation();
        http.addEndHandler(ended -> cancellation.cancel());
        AnswerSlots.Held slot = slots.take(caller, 1);
        try {
            int tokens = measure(request);
            List<float[]> vectors = vectors(request.texts(), cancellation);
            ledger.append(
                    caller.tenant(),
                    caller.name(),
                    "embedding.made",
                    Map.of("model", ServedModels.EMBEDDER, "texts", vectors.size(), "tokens", tokens));
            return new Embeddings(
                    "list",
                    IntStream.range(0, vectors.size())
                            .mapToObj(i -> new Embedding(
                                    "embedding", i, request.base64() ? base64(vectors.get(i)) : vectors.get(i)))
                            .toList(),
                    ServedModels.EMBEDDER,
                    new Usage(tokens, tokens));
        } finally {
            slot.release();
        }
    }

    /** The word pieces that count, of all texts. */
    private int measure(EmbeddingRequest request) {
        int sum = 0;
        for (int from = 0; from < request.texts().size(); from += BATCH) {
            int[] lengths = engine.wordPieces(batch(request.texts(), from));
            for (int i = 0; i < lengths.length; i++) {
                if (lengths[i] > SentenceEmbedder.WORD_PIECES && !request.truncate()) {
                    throw tooLong(from + i, lengths[i]);
                }
                sum += Math.min(lengths[i], SentenceEmbedder.WORD_PIECES);
            }
        }
        return sum;
    }

    private List<float[]> vectors(List<String> texts, Cancellation cancellation) {
        List<float[]> vectors = new ArrayList<>();
        for (int from = 0; from < texts.size() && !cancellation.cancelled(); from += BATCH) {
            vectors.addAll(engine.embed(batch(texts, from)));
        }
        return vectors;
    }

    private static List<String> batch(List<String> texts, int from) {
        return texts.subList(from, Math.min(from + BATCH, texts.size()));
    }

    private static Refusal tooLong(int index, int length) {
        return new Refusal(
                        413,
                        "PROMPT_TOO_LONG",
                        "The text " + index + " has " + length + " word pieces, of which the embedder reads "
                                + SentenceEmbedder.WORD_PIECES + ".",
                        "Send it in parts, or send \"truncate\": true for the vector of its beginning.")
                .about("input[" + index + "]");
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
