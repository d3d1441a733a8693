package dev.cloister.inference;

import java.util.Optional;

/**
 * What an engine can do. What it cannot do it refuses by name, with NOT_SUPPORTED; it never leaves anything out in
 * silence.
 *
 * @param server the host that prompts go to; empty where they stay on this machine
 * @param stages whether {@link LogitsStage}s run, by which any scheme can mark answers
 * @param tokenizer whether texts can be split into the model's tokens, which finding a mark needs
 * @param variants whether adapters and control vectors can be applied
 * @param sampling which ways to draw it knows beyond temperature, top-p, presence and frequency
 * @param logitBiases most tokens that {@link Sampling#logitBias()} may name; a hundred and a tokenizer are enough for a mark
 * @param topLogProbabilities most likeliest tokens per place; 0 where no log-probabilities are told, and
 *     {@link GeneratedToken#logProbability()} is NaN
 */
public record Capabilities(
        Optional<String> server,
        boolean stages,
        boolean tokenizer,
        boolean variants,
        SamplingOptions sampling,
        int logitBiases,
        int topLogProbabilities) {

    /** What a model that runs in our own worker can do. */
    public static final Capabilities OWN = new Capabilities(
            Optional.empty(), true, true, true, new SamplingOptions(true, true, true, true, true), 1024, 20);

    /** Ways to draw, each of which a server may or may not know. */
    public record SamplingOptions(boolean topK, boolean minP, boolean typicalP, boolean repetition, boolean dry) {}

    /** A sampling without what the engine does not know; for requests whose sampling is our own choice. */
    public Sampling nearest(Sampling wanted) {
        Sampling.Penalties penalties = wanted.penalties();
        Sampling nearest = wanted.withPenalties(new Sampling.Penalties(
                penalties.window(),
                sampling.repetition() ? penalties.repetition() : 1,
                penalties.presence(),
                penalties.frequency(),
                sampling.dry() ? penalties.dry() : Optional.empty()));
        nearest = sampling.topK() ? nearest : nearest.withTopK(0);
        nearest = sampling.typicalP() ? nearest : nearest.withTypicalP(1);
        return sampling.minP() ? nearest : nearest.withMinP(0);
    }
}
