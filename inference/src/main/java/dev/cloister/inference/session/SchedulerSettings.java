package dev.cloister.inference.session;

/**
 * How answers share a context.
 *
 * @param waiting most requests that wait for a free sequence
 * @param chunkTokens prompt tokens computed between two steps of the running answers; chunks start at position 0, since
 *     another split gives other logits
 */
public record SchedulerSettings(int waiting, int chunkTokens) {

    /** 64 waiting requests, chunks of 128 tokens. */
    public static final SchedulerSettings DEFAULT = new SchedulerSettings(64, 128);
}
