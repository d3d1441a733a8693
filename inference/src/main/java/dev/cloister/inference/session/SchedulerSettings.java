package dev.cloister.inference.session;

/**
 * How answers share a context.
 *
 * @param waiting most requests that wait for a free sequence
 * @param waitingPerUser most of them that are one user's
 * @param chunkTokens prompt tokens computed between two steps of the running answers, 32 to 256; chunks start at
 *     position 0, since another split gives other logits
 * @param idleBytes most memory for what idle sessions and stopped answers hold outside the context, sealed
 */
public record SchedulerSettings(int waiting, int waitingPerUser, int chunkTokens, long idleBytes) {

    /** 64 waiting requests, 16 of one user, chunks of 128 tokens, 1 GiB. */
    public static final SchedulerSettings DEFAULT = new SchedulerSettings(64, 16, 128, 1L << 30);

    public SchedulerSettings {
        if (waiting < 1 || waitingPerUser < 1 || chunkTokens < 32 || chunkTokens > 256 || idleBytes < 0) {
            throw new IllegalArgumentException(
                    "a scheduler needs room for one waiting request, chunks of 32 to 256 tokens, and no negative room");
        }
    }

    public SchedulerSettings withChunkTokens(int to) {
        return new SchedulerSettings(waiting, waitingPerUser, to, idleBytes);
    }
}
