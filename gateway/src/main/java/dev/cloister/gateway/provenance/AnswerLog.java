package dev.cloister.gateway.provenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.Secrets;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.inference.Completion;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.ModelInfo;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.StageSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes into the audit log what a generated answer was made from ({@code answer.requested}: model file, library, how it
 * computes, seeds, sampling, adapters, stages, a hash of prompt, stop texts, form and biases) and how it ended ({@code answer.ended}: token
 * counts and a hash of its text). Who has the request can make the answer again and compare; the log holds no text.
 */
@ApplicationScoped
public class AnswerLog {

    private final Ledger ledger;
    private final ObjectMapper json;
    private final SecretKeySpec key;

    public AnswerLog(Ledger ledger, ObjectMapper json, Home home) {
        this.ledger = ledger;
        this.json = json;
        key = new SecretKeySpec(
                HexFormat.of().parseHex(Secrets.hex(home.keys().resolve("provenance.hmac"))), "HmacSHA256");
    }

    /**
     * Records that answers begin.
     *
     * @param answer the id under which the client or the page knows the answer
     * @param choices the requests, alike but for their seeds
     */
    public void requested(Caller caller, String answer, ModelInfo model, List<GenerationRequest> choices) {
        GenerationRequest request = choices.getFirst();
        Map<String, Object> detail = new HashMap<>();
        detail.put("answer", answer);
        detail.put("model", model.name());
        detail.put("modelSha256", model.fileSha256());
        detail.put("library", model.libraryVersion());
        detail.put("contextTokens", model.contextTokens());
        model.computation().ifPresent(computation -> detail.put("computation", computation));
        detail.put(
                "seeds",
                choices.stream()
                        .map(choice -> Long.toString(choice.sampling().seed()))
                        .toList());
        detail.put("sampling", sampling(request.sampling()));
        detail.put("maxTokens", request.maxTokens());
        detail.put("adapters", request.variant().adapters());
        detail.put("controlVectors", request.variant().controlVectors());
        detail.put("stages", request.stages().stream().map(StageSpec::label).toList());
        detail.put("requestHash", hash(request));
        ledger.append(caller.tenant(), caller.name(), "answer.requested", detail);
    }

    /** Records how one answer ended. */
    public void ended(Caller caller, String answer, int choice, Completion completion, TextHash text) {
        ledger.append(
                caller.tenant(),
                caller.name(),
                "answer.ended",
                Map.of(
                        "answer",
                        answer,
                        "choice",
                        choice,
                        "reason",
                        completion.reason().name(),
                        "promptTokens",
                        completion.promptTokens(),
                        "completionTokens",
                        completion.completionTokens(),
                        "textHash",
                        text.hex()));
    }

    /** Records that one answer failed; what had arrived may have reached the client. */
    public void failed(Caller caller, String answer, int choice, RuntimeException failure, TextHash text) {
        String code = failure instanceof EngineException engine ? engine.code().name() : "INTERNAL";
        ledger.append(
                caller.tenant(),
                caller.name(),
                "answer.ended",
                Map.of("answer", answer, "choice", choice, "reason", "FAILED", "code", code, "textHash", text.hex()));
    }

    /** Begins the hash of a text. */
    public TextHash hash() {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return new TextHash(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Over the JSON of what was asked, less what the entry says openly. */
    private String hash(GenerationRequest request) {
        try {
            TextHash hash = hash();
            hash.add(json.writeValueAsString(List.of(
                    asked(request.prompt()),
                    request.stop(),
                    request.form().map(List::of).orElse(List.of()),
                    new TreeMap<>(request.sampling().logitBias()))));
            return hash.hex();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The request is no JSON", e);
        }
    }

    private static List<Object> asked(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Text text -> List.of(text.text());
            case Prompt.Chat chat ->
                List.of(
                        chat.messages(),
                        chat.tools().tools(),
                        chat.tools().choice().toString(),
                        chat.tools().parallel());
        };
    }

    private static Map<String, Object> sampling(Sampling sampling) {
        Sampling.Penalties penalties = sampling.penalties();
        Map<String, Object> all = new HashMap<>();
        all.put("temperature", sampling.temperature());
        all.put("topK", sampling.topK());
        all.put("typicalP", sampling.typicalP());
        all.put("topP", sampling.topP());
        all.put("minP", sampling.minP());
        all.put("penaltyWindow", penalties.window());
        all.put("repetition", penalties.repetition());
        all.put("presence", penalties.presence());
        all.put("frequency", penalties.frequency());
        penalties.dry().ifPresent(dry -> all.put("dry", dry));
        all.put("biases", sampling.logitBias().size());
        return all;
    }
}
