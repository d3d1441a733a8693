package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.federation.party.PartyId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Whose queries are read and held: a few at a time, and of each guest one, so that none can take all places. */
final class Inbound {

    private static final int MOST = 4;

    private final Semaphore all = new Semaphore(MOST);
    private final Map<PartyId, Semaphore> each = new ConcurrentHashMap<>();

    /**
     * Takes a place; {@link #leave} gives it back.
     *
     * @param patience how long others may be waited for; a guest's own query before is waited for anyway
     * @return whether there was one
     */
    boolean enter(PartyId guest, Duration patience) {
        Semaphore own = own(guest);
        if (!Caller.turnComes(own, 1, Caller.PATIENCE)) {
            return false;
        }
        if (Caller.turnComes(all, 1, patience)) {
            return true;
        }
        own.release();
        return false;
    }

    void leave(PartyId guest) {
        all.release();
        own(guest).release();
    }

    private Semaphore own(PartyId guest) {
        return each.computeIfAbsent(guest, key -> new Semaphore(1));
    }
}
