package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.message.Connection;
import dev.cloister.retrieval.federation.message.MessageType;
import dev.cloister.retrieval.federation.offer.Snapshot;
import dev.cloister.retrieval.federation.party.Guest;
import dev.cloister.retrieval.transfer.FetchMode;
import dev.cloister.retrieval.transfer.ObliviousSender;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;

/** Hands passages' keys over, once for each query that was answered. */
final class KeyHandover {

    /** As many passages as a question may want, each among nine decoys. */
    private static final int MOST_NAMED = 320;

    private final Caller caller;
    private final SecureRandom random = new SecureRandom();

    /** The snapshot of a query that was counted and whose passages were not fetched yet. */
    private Optional<String> allowed = Optional.empty();

    KeyHandover(Caller caller) {
        this.caller = caller;
    }

    /** After a query to that snapshot. */
    void allowOnce(String snapshot) {
        allowed = Optional.of(snapshot);
    }

    void forget() {
        allowed = Optional.empty();
    }

    private void useUp(Snapshot snapshot) {
        if (!allowed.equals(Optional.of(snapshot.offer().snapshot()))) {
            throw new RetrievalException(
                    Code.FEDERATION_BUDGET_SPENT,
                    "Passages are fetched once after each question, and by who asked it.");
        }
        allowed = Optional.empty();
    }

    /** By oblivious transfer: which ones, the node does not learn. */
    void transfer(byte[] content) {
        if (content.length != Caller.SNAPSHOT_BYTES) {
            throw Caller.malformed("A transfer names a snapshot.");
        }
        Guest guest = caller.guest();
        Snapshot snapshot = caller.snapshot(guest, ByteBuffer.wrap(content));
        if (snapshot.offer().vectors() < 2) {
            throw new RetrievalException(Code.REQUEST_INVALID, "There is one passage only: fetch it directly.");
        }
        useUp(snapshot);
        Connection connection = caller.connection();
        int passages = snapshot.offer().vectors();
        ObliviousSender sender = caller.computed(() -> new ObliviousSender(passages, random));
        connection.send(MessageType.OPENING, sender.opening());
        byte[] choices = connection.insistWithin(MessageType.CHOOSE, Caller.PATIENCE);
        int transfers = ObliviousSender.transfers(choices);
        long bytes = ObliviousSender.answerBytes(passages, transfers);
        boolean sent = caller.services().outbound().hold(bytes, Caller.PATIENCE, () -> {
            byte[] keys = caller.computed(() -> sender.answer(choices, snapshot::key, random));
            var unused = caller.guest();
            caller.services().listener().fetched(guest, FetchMode.OBLIVIOUS, transfers);
            connection.sendWithin(MessageType.KEYS, keys);
        });
        if (!sent) {
            throw Caller.busy(Caller.COUNTED);
        }
    }

    /** By their numbers. */
    void name(byte[] content) {
        Guest guest = caller.guest();
        ByteBuffer in = ByteBuffer.wrap(content);
        if (content.length < Caller.SNAPSHOT_BYTES + 1 + Integer.BYTES
                || (content.length - Caller.SNAPSHOT_BYTES - 1) % Integer.BYTES != 0) {
            throw Caller.malformed("A request for keys has another length.");
        }
        Snapshot snapshot = caller.snapshot(guest, in);
        FetchMode mode = in.get() == FetchMode.DECOYS.id() ? FetchMode.DECOYS : FetchMode.DIRECT;
        int count = in.remaining() / Integer.BYTES;
        if (count > MOST_NAMED) {
            throw Caller.malformed("Too many passages at once.");
        }
        useUp(snapshot);
        byte[][] keys = new byte[count][];
        for (int i = 0; i < count; i++) {
            int passage = in.getInt();
            if (passage < 0 || passage >= snapshot.offer().vectors()) {
                throw Caller.malformed("There is no such passage.");
            }
            keys[i] = snapshot.key(passage);
        }
        caller.services().listener().fetched(guest, mode, count);
        caller.connection().sendWithin(MessageType.KEYS, keys);
    }
}
