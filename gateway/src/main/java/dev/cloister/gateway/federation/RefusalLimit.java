package dev.cloister.gateway.federation;

import dev.cloister.retrieval.federation.party.PartyId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Lets a few refusals a minute into the audit log, for each guest by itself and for all strangers together, since a stranger has as
 * many keys as it likes. Told by a clock that only runs forward, so that setting the time opens nothing.
 */
final class RefusalLimit {

    static final int A_MINUTE = 5;

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final Map<Optional<PartyId>, Window> windows = new HashMap<>();

    private record Window(long from, int count) {}

    RefusalLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Counts a refusal.
     *
     * @param guest who was refused, empty for strangers
     * @return empty where it is left out; otherwise how many were left out in the guest's minute before this one
     */
    synchronized OptionalInt admit(Optional<PartyId> guest) {
        long now = nanoTime.getAsLong();
        Window last = windows.get(guest);
        if (last == null || now - last.from() >= MINUTE) {
            windows.put(guest, new Window(now, 1));
            return OptionalInt.of(last == null ? 0 : Math.max(0, last.count() - A_MINUTE));
        }
        windows.put(guest, new Window(last.from(), last.count() + 1));
        return last.count() < A_MINUTE ? OptionalInt.of(0) : OptionalInt.empty();
    }
}
