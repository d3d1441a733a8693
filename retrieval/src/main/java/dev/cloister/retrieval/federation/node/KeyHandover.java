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

/** Hands passages' keys over, once for each query that was answered. */
final class KeyHandover {

    /** As many passages as a question may want, each among nine decoys. */
    private static final int MOST_NAMED = 320;

    private final Caller caller;
    private final SecureRandom random = new SecureRandom();

    /** Whether a query was counted whose passages were not fetched yet. */
    private boolean allowed;

    KeyHandover(Caller caller) {
        this.caller = caller;
    }

    void allowOnce() {
        allowed = true;
    }

    private void useUp() {
        if (!allowed) {
            throw new RetrievalException(
                    Code.FEDERATION_BUDGET_SPENT,
                    "Passages are fetched once after each question, and by who asked it.");
        }
        allowed = false;
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
        useUp();
        Connection connection = caller.connection();
        ObliviousSender sender = new ObliviousSender(snapshot.offer().vectors(), random);
        connection.send(MessageType.OPENING, sender.opening());
        byte[] choices = connection.insist(MessageType.CHOOSE);
        byte[] keys = caller.computed(() -> sender.answer(choices, snapshot::key, random));
        var unused = caller.guest();
        caller.services().listener().fetched(guest, FetchMode.OBLIVIOUS, ObliviousSender.transfers(choices));
        connection.send(MessageType.KEYS, keys);
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
        useUp();
        byte[][] keys = new byte[count][];
        for (int i = 0; i < count; i++) {
            int passage = in.getInt();
            if (passage < 0 || passage >= snapshot.offer().vectors()) {
                throw Caller.malformed("There is no such passage.");
            }
            keys[i] = snapshot.key(passage);
        }
        caller.services().listener().fetched(guest, mode, count);
        caller.connection().send(MessageType.KEYS, keys);
    }
}
