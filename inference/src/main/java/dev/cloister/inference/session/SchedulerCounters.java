package dev.cloister.inference.session;

/**
 * What a scheduler has done.
 *
 * @param steps decode calls so far
 * @param running answers that hold a sequence
 * @param waiting requests that wait for one
 */
public record SchedulerCounters(long steps, int running, int waiting) {}
