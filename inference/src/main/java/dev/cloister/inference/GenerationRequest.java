package dev.cloister.inference;

import java.util.List;
import java.util.Optional;

/**
 * What a model is asked.
 *
 * @param session for whom
 * @param variant which adapters and control vectors
 * @param prompt what to continue
 * @param sampling how to draw
 * @param maxTokens most tokens to generate, at least 1
 * @param stop texts that end the answer; none of them is part of it
 * @param form what the whole answer must look like
 * @param topLogProbabilities how many of the likeliest tokens are told of each place, at most 20
 * @param stages stages over the step's logits, in order, by name and parameters
 */
public record GenerationRequest(
        Session session,
        Variant variant,
        Prompt prompt,
        Sampling sampling,
        int maxTokens,
        List<String> stop,
        Optional<OutputForm> form,
        int topLogProbabilities,
        List<StageSpec> stages) {

    private static final int MOST_TOP_LOG_PROBABILITIES = 20;

    public GenerationRequest {
        stop = List.copyOf(stop);
        stages = List.copyOf(stages);
        if (maxTokens < 1) {
            throw new EngineException(EngineException.Code.INVALID_REQUEST, "maxTokens must be at least 1");
        }
        if (topLogProbabilities < 0 || topLogProbabilities > MOST_TOP_LOG_PROBABILITIES) {
            throw new EngineException(EngineException.Code.INVALID_REQUEST, "topLogProbabilities must be in [0, 20]");
        }
    }

    /** A request of the model as it is, without stop texts, form or stages. */
    public static GenerationRequest of(Session session, Prompt prompt, Sampling sampling, int maxTokens) {
        return new GenerationRequest(
                session, Variant.BASE, prompt, sampling, maxTokens, List.of(), Optional.empty(), 0, List.of());
    }

    public GenerationRequest withVariant(Variant to) {
        return new GenerationRequest(session, to, prompt, sampling, maxTokens, stop, form, topLogProbabilities, stages);
    }

    public GenerationRequest withSampling(Sampling to) {
        return new GenerationRequest(session, variant, prompt, to, maxTokens, stop, form, topLogProbabilities, stages);
    }

    public GenerationRequest withStop(List<String> texts) {
        return new GenerationRequest(
                session, variant, prompt, sampling, maxTokens, texts, form, topLogProbabilities, stages);
    }

    public GenerationRequest withForm(OutputForm to) {
        return new GenerationRequest(
                session, variant, prompt, sampling, maxTokens, stop, Optional.of(to), topLogProbabilities, stages);
    }

    public GenerationRequest withJsonSchema(String schema) {
        return withForm(new OutputForm.JsonSchema(schema));
    }

    public GenerationRequest withTopLogProbabilities(int count) {
        return new GenerationRequest(session, variant, prompt, sampling, maxTokens, stop, form, count, stages);
    }

    public GenerationRequest withStages(List<StageSpec> newStages) {
        return new GenerationRequest(
                session, variant, prompt, sampling, maxTokens, stop, form, topLogProbabilities, newStages);
    }
}
