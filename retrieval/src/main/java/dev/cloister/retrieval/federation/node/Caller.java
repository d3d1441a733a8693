package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.message.Connection;
import dev.cloister.retrieval.federation.offer.Snapshot;
import dev.cloister.retrieval.federation.party.Guest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Who is on the other side of a visit, as it is known at the moment when it is asked for. */
record Caller(VisitServices services, Connection connection) {

    static final int SNAPSHOT_BYTES = 32;
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String COUNTED = "What was counted stays counted.";

    boolean invited() {
        return services.parties().active(connection.peer()).isPresent();
    }

    /** @throws RetrievalException FEDERATION_PARTY_REFUSED */
    Guest guest() {
        return services.parties()
                .active(connection.peer())
                .orElseThrow(() -> new RetrievalException(
                        Code.FEDERATION_PARTY_REFUSED,
                        "This node is not invited, or no longer. Ask the owner for an invitation."));
    }

    /** The snapshot that the next 32 bytes name, which must be the one that the guest was invited to. */
    Snapshot snapshot(Guest guest, ByteBuffer in) {
        if (in.remaining() < SNAPSHOT_BYTES) {
            throw malformed("The message names no snapshot.");
        }
        byte[] id = new byte[SNAPSHOT_BYTES];
        in.get(id);
        String named = HexFormat.of().formatHex(id);
        if (!named.equals(guest.offer())) {
            throw new RetrievalException(
                    Code.FEDERATION_OFFER_GONE, "That is not the snapshot to which you are invited.");
        }
        return services.snapshots().snapshot(named);
    }

    /** Computes when it is this visit's turn, of which a guest's counted query is sure for a while. */
    <T> T computed(Supplier<T> work) {
        return computed(PATIENCE, COUNTED, work);
    }

    /**
     * Computes when it is this visit's turn.
     *
     * @param counted what a guest is told of its query where the turn does not come
     */
    <T> T computed(Duration patience, String counted, Supplier<T> work) {
        return services.computing().compute(patience, work).orElseThrow(() -> busy(counted));
    }

    /** Waits for so many turns. */
    static boolean turnComes(Semaphore turns, int count, Duration patience) {
        try {
            return turns.tryAcquire(count, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static RetrievalException busy(String counted) {
        return new RetrievalException(
                Code.FEDERATION_BUSY, "The node answers others. " + counted + " Ask again in a moment.");
    }

    static RetrievalException malformed(String what) {
        return new RetrievalException(Code.FEDERATION_MESSAGE_MALFORMED, what);
    }
}
