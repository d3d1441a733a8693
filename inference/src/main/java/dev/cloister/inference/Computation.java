package dev.cloister.inference;

/**
 * What of an engine's settings the bits of its answers depend on, beside model, library and request: who sets an engine
 * up alike gets a recorded answer again.
 *
 * @param threads threads of one decode call
 * @param kvType what keys and values are kept as, by its name in {@link dev.cloister.inference.llama.KvType}
 * @param attention how attention is computed, by its name in {@link dev.cloister.inference.llama.Attention}
 * @param reproducible whether the bits are the same on any number of threads
 * @param chunkTokens prompt tokens computed at once, counted from position 0
 */
public record Computation(int threads, String kvType, String attention, boolean reproducible, int chunkTokens) {}
