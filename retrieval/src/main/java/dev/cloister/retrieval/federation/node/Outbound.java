package dev.cloister.retrieval.federation.node;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Bytes of answers that were made and are not sent yet, all visits' together: whoever reads slowly fills no more than these. */
final class Outbound {

    /** Of the heap, of which half is for encoded vectors. */
    private static final int SHARE = 6;

    private static final int UNIT = 1 << 10;

    private final int most;
    private final Semaphore units;

    /** @param bytes that answers may take together */
    Outbound(long bytes) {
        this.most = (int) Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        this.units = new Semaphore(most, true);
    }

    static Outbound ofHeap() {
        return new Outbound(Runtime.getRuntime().maxMemory() / SHARE);
    }

    /**
     * Makes and sends an answer while its bytes are accounted for; one that is larger than all of them goes alone.
     *
     * @param patience how long others' answers may be waited for
     * @return whether there was room
     */
    boolean hold(long bytes, Duration patience, Runnable answer) {
        int taken = (int) Math.min(most, Math.ceilDiv(bytes, UNIT));
        if (!Caller.turnComes(units, taken, patience)) {
            return false;
        }
        try {
            answer.run();
            return true;
        } finally {
            units.release(taken);
        }
    }
}
