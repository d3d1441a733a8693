package dev.cloister.gateway.engine;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.ProcessSpec.Limits;
import dev.cloister.inference.catalog.ModelFile;
import dev.cloister.inference.llama.KvType;
import dev.cloister.inference.worker.WorkerSettings;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How much of this machine a model gets.
 *
 * @param contextTokens tokens that each answer may hold
 * @param sequences answers that run at once
 * @param limits what its process may use
 * @param startTimeout how long its start may take
 */
record EngineSizing(int contextTokens, int sequences, Limits limits, Duration startTimeout) {

    private static final int MOST_SEQUENCES = 8;
    static final int FEWEST_TOKENS = 512;

    /** Numbers that quantised keys and values share a scale with. */
    private static final int BLOCK = 32;

    /** The worker's heap, its embedder and the library's buffers. */
    private static final long BESIDE_THE_MODEL = 768L << 20;

    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOADED_PER_SECOND = 50L << 20;

    /**
     * A sizing that fits: what the configuration says, or else the model's own context and up to eight answers at once,
     * fewer and shorter ones where the memory is short. Keys and values may take three quarters of what the weights leave.
     *
     * @param kvType what keys and values are kept as
     * @param freeBytes memory that nobody uses
     * @throws EngineException ENGINE_UNAVAILABLE when the weights alone do not fit
     */
    static EngineSizing of(
            ModelFile model, OptionalInt contextTokens, OptionalInt sequences, KvType kvType, long freeBytes) {
        long room = (freeBytes - model.bytes() - BESIDE_THE_MODEL) / 4 * 3;
        if (room < 0) {
            throw new EngineException(
                    Code.ENGINE_UNAVAILABLE,
                    "The model %s needs about %,d MB of memory and %,d MB are free. Free some, or use a smaller model: ./cloister model list"
                            .formatted(model.name(), (model.bytes() + BESIDE_THE_MODEL) >> 20, freeBytes >> 20));
        }
        long perToken = Math.max(
                1, Math.ceilDiv(model.shape().cacheBytesPerToken() * kvType.bytes(BLOCK), KvType.F16.bytes(BLOCK)));
        int context = contextTokens.orElseGet(() -> fitting(model.contextTokens(), room / perToken));
        long fit = room / (perToken * context);
        int answers = sequences.orElseGet(() -> (int) Math.clamp(fit, 1, MOST_SEQUENCES));
        long cache = perToken * context * answers;
        Limits usual = WorkerSettings.sensibleLimits();
        long memory = Math.max(usual.memoryBytes(), 2 * (model.bytes() + cache + BESIDE_THE_MODEL));
        return new EngineSizing(
                context,
                answers,
                new Limits(memory, usual.processes(), usual.cpu(), usual.openFiles(), usual.fileBytes()),
                START.plusSeconds(model.bytes() / LOADED_PER_SECOND));
    }

    private static int fitting(int wanted, long tokens) {
        int context = wanted;
        while (context > tokens && context / 2 >= FEWEST_TOKENS) {
            context /= 2;
        }
        return context;
    }
}
