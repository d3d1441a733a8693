package dev.cloister.inference.session;

import java.time.Duration;

/**
 * What a scheduler has done and holds.
 *
 * @param steps decode calls so far
 * @param running answers that hold a sequence
 * @param waiting requests that wait for one, stopped answers among them
 * @param resident idle sessions' prompts in the context
 * @param swapped idle sessions' prompts and stopped answers outside the context, sealed
 * @param swappedBytes memory that these take
 * @param cachedTokens prompt tokens so far that did not have to be computed again
 * @param generatedTokens tokens drawn so far
 * @param longestStep the longest that a running answer has waited for its next token
 */
public record SchedulerCounters(
        long steps,
        int running,
        int waiting,
        int resident,
        int swapped,
        long swappedBytes,
        long cachedTokens,
        long generatedTokens,
        Duration longestStep) {}
