package dev.cloister.gateway.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.cloister.inference.EngineException;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.sandbox.SandboxException;
import dev.cloister.watermark.WatermarkException;
import jakarta.ws.rs.WebApplicationException;
import org.jboss.logging.Logger;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Translates every exception that can reach a client. */
public final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private static final Duration SOON = Duration.ofSeconds(5);

    private Problems() {}

    public static Problem of(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> refusal.problem();
            case EngineException engine -> of(engine);
            case RetrievalException document -> of(document);
            case SandboxException app -> of(app);
            case WatermarkException mark -> of(mark);
            case JsonProcessingException json
            when beyondLimits(json) ->
                Problem.of(413, "TOO_LARGE", "The request's JSON is too large or too deep.", "Nothing was stored.");
            case JsonProcessingException json ->
                Problem.of(
                        400, "INVALID_REQUEST", "The request's body is not the JSON that was expected.", inWords(json));
            case WebApplicationException web when web.getCause() instanceof JsonProcessingException json -> of(json);
            case WebApplicationException web -> of(web);
            default -> unexpected(failure);
        };
    }

    /** When a refused request may be tried again; whatever is refused for now alone says so. */
    static Optional<Duration> retryAfter(Throwable failure, Problem problem) {
        Optional<Duration> said =
                switch (failure) {
                    case Refusal refusal -> refusal.retryAfter();
                    case EngineException engine -> engine.retryAfter();
                    default -> Optional.empty();
                };
        return said.or(() -> problem.status() == 429 ? Optional.of(SOON) : Optional.empty());
    }

    private static Problem of(EngineException failure) {
        String detail = failure.getMessage() == null ? "" : failure.getMessage();
        return switch (failure.code()) {
            case INVALID_REQUEST, SCHEMA_UNSUPPORTED, GRAMMAR_INVALID ->
                Problem.of(400, failure.code().name(), "The model cannot be asked this way.", detail);
            case PROMPT_TOO_LONG ->
                Problem.of(413, "PROMPT_TOO_LONG", "The message does not fit into the model's context.", detail);
            case QUEUE_FULL ->
                Problem.of(
                        429,
                        "QUEUE_FULL",
                        "Too many requests wait for the model.",
                        "Nothing was lost. Try again soon.");
            case ENGINE_CRASHED ->
                Problem.of(
                        503,
                        "ENGINE_CRASHED",
                        "The model's process ended in mid-answer.",
                        "What had arrived was kept. The process is started again: send the message once more.");
            case NOT_SUPPORTED -> Problem.of(501, "NOT_SUPPORTED", "The model in use cannot do that.", detail);
            case SERVER_REFUSED, SERVER_FAILED ->
                Problem.of(502, failure.code().name(), "The server that runs the model did not answer.", detail);
            case ENGINE_UNAVAILABLE, LIBRARY_MISMATCH, MODEL_INVALID, MODEL_UNSUPPORTED, TEMPLATE_UNKNOWN ->
                Problem.of(503, failure.code().name(), "The model is not available.", detail);
        };
    }

    private static Problem of(RetrievalException failure) {
        String detail = String.valueOf(failure.getMessage());
        return switch (failure.code()) {
            case DOCUMENT_UNREADABLE -> Problem.of(422, "DOCUMENT_UNREADABLE", "The file cannot be read.", detail);
            case DOCUMENT_TOO_LARGE -> Problem.of(413, "DOCUMENT_TOO_LARGE", "The file is too large.", detail);
            case DOCUMENT_PARSER_FAILED ->
                Problem.of(422, "DOCUMENT_PARSER_FAILED", "The file could not be taken apart.", detail);
            case REQUEST_INVALID -> Problem.of(400, "INVALID_REQUEST", "The search is not understood.", detail);
            case INDEX_UNAVAILABLE -> Problem.of(503, "INDEX_UNAVAILABLE", "The index is not available.", detail);
            case VECTOR_INVALID,
                    RING_PARAMETERS_UNSUPPORTED,
                    RING_MESSAGE_MALFORMED,
                    RING_RESIDUE_OUT_OF_RANGE,
                    RING_POLYNOMIAL_ZERO,
                    RING_ANSWER_FOREIGN,
                    RING_KEY_REFUSED ->
                Problem.of(400, failure.code().name(), "The encrypted search is refused.", detail);
            case RING_MESSAGE_TOO_LARGE ->
                Problem.of(413, failure.code().name(), "The encrypted search is too large.", detail);
            case FEDERATION_MESSAGE_MALFORMED,
                    FEDERATION_PROTOCOL_UNSUPPORTED,
                    FEDERATION_ANSWER_IMPOSSIBLE,
                    FEDERATION_UNREACHABLE ->
                Problem.of(502, failure.code().name(), "The other party cannot be worked with.", detail);
            case FEDERATION_INVITATION_INVALID ->
                Problem.of(422, failure.code().name(), "The invitation is not accepted.", detail);
            case FEDERATION_PARTY_REFUSED, FEDERATION_OFFER_GONE ->
                Problem.of(403, failure.code().name(), "The other party refuses.", detail);
            case FEDERATION_BUDGET_SPENT ->
                Problem.of(429, failure.code().name(), "The budget of queries is spent.", detail);
            case FEDERATION_SHARE_SPENT, FEDERATION_ACCOUNT_BUSY ->
                Problem.of(429, failure.code().name(), "The account has asked as much as it may.", detail);
            case FEDERATION_BUSY, FEDERATION_MEMORY_SHORT, FEDERATION_STATE_UNAVAILABLE ->
                Problem.of(503, failure.code().name(), "The federation is not available.", detail);
            case SEAL_UNAVAILABLE -> Problem.of(503, failure.code().name(), "Microsoft SEAL is not available.", detail);
        };
    }

    private static Problem of(SandboxException failure) {
        int status =
                switch (failure.code()) {
                    case TOOL_UNKNOWN,
                            MESSAGE_INVALID,
                            DECISION_REFUSED,
                            BUNDLE_INVALID,
                            POLICY_INVALID,
                            EGRESS_INVALID -> 400;
                    case BUNDLE_CHANGED -> 409;
                    case TOOL_MISSING, PLATFORM_UNSUPPORTED, LAYER_MISSING, SANDBOX_FAILED, EGRESS_FAILED -> 503;
                    default -> 502;
                };
        return Problem.of(status, failure.code().name(), "The app could not do what was asked.", failure.getMessage());
    }

    private static Problem of(WatermarkException failure) {
        return Problem.of(
                503, failure.code().name(), "The key of marks cannot be used.", String.valueOf(failure.getMessage()));
    }

    private static Problem of(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        return switch (status) {
            case 404 -> Problem.of(404, "NOT_FOUND", "There is nothing at this address.", "See /q/openapi.");
            case 405 ->
                Problem.of(405, "METHOD_NOT_ALLOWED", "This address does not know that method.", "See /q/openapi.");
            case 413 -> Problem.of(413, "TOO_LARGE", "The request is too large.", "Nothing was stored.");
            case 415 -> Problem.of(415, "MEDIA_TYPE", "This address does not take that media type.", "See /q/openapi.");
            default ->
                Problem.of(
                        status,
                        status < 500 ? "INVALID_REQUEST" : "INTERNAL",
                        "The request could not be handled.",
                        status < 500 ? "See /q/openapi." : "Nothing was stored.");
        };
    }

    private static boolean beyondLimits(JsonProcessingException failure) {
        return failure instanceof StreamConstraintsException
                || failure.getCause() instanceof StreamConstraintsException;
    }

    /** What is wrong with the JSON, without the names of our classes. */
    private static String inWords(JsonProcessingException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown -> "The field " + unknown.getPropertyName() + " is not known.";
            case MismatchedInputException mismatch
            when !mismatch.getPath().isEmpty() ->
                "The field " + mismatch.getPath().getLast().getFieldName() + " is of another type.";
            case JsonMappingException mapping
            when mapping.getClass() == JsonMappingException.class -> mapping.getOriginalMessage();
            default -> "See /q/openapi for its shape.";
        };
    }

    private static Problem unexpected(Throwable failure) {
        String reference = UUID.randomUUID().toString();
        LOG.errorf(failure, "Unexpected failure, reference %s", reference);
        return Problem.of(
                500,
                "INTERNAL",
                "Something went wrong on our side.",
                "What was stored before is safe. The log has it under reference " + reference + ".");
    }
}
