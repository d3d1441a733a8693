package dev.cloister.inference;

import java.util.List;
import java.util.Optional;

/**
 * What a model is asked.
 *
 * @param session for whom
 * @param prompt what to continue
 * @param sampling how to draw
 * @param maxTokens most tokens to generate, at least 1
 * @param stop texts that end the answer; none of them is part of it
 * @param jsonSchema a JSON Schema (as JSON text) that the whole answer must fit; unsupported keywords are refused
 * @param stages stages over the step's logits, in order, by name and parameters
 */
public record GenerationRequest(
        Session session,
        Prompt prompt,
        Sampling sampling,
        int maxTokens,
        List<String> stop,
        Optional<String> jsonSchema,
        List<StageSpec> stages) {

    public GenerationRequest {
        stop = List.copyOf(stop);
        stages = List.copyOf(stages);
        if (maxTokens < 1) {
            throw new EngineException(EngineException.Code.INVALID_REQUEST, "maxTokens must be at least 1");
        }
    }

    /** A request without stop texts, schema or stages. */
    public static GenerationRequest of(Session session, Prompt prompt, Sampling sampling, int maxTokens) {
        return new GenerationRequest(session, prompt, sampling, maxTokens, List.of(), Optional.empty(), List.of());
    }

    public GenerationRequest withStages(List<StageSpec> newStages) {
        return new GenerationRequest(session, prompt, sampling, maxTokens, stop, jsonSchema, newStages);
    }

    public GenerationRequest withJsonSchema(String schema) {
        return new GenerationRequest(session, prompt, sampling, maxTokens, stop, Optional.of(schema), stages);
    }

    public GenerationRequest withStop(List<String> texts) {
        return new GenerationRequest(session, prompt, sampling, maxTokens, texts, jsonSchema, stages);
    }
}
