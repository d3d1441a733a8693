package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.message.MessageType;
import dev.cloister.retrieval.federation.offer.Offer;
import dev.cloister.retrieval.federation.offer.Snapshot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** What a guest takes home when it joins: how fast the way is, and all passages, sealed. */
final class SealedPassages {

    private static final int REQUEST_BYTES = Caller.SNAPSHOT_BYTES + 2 * Integer.BYTES;
    private static final int MOST_SLOTS = 64;
    private static final int LONGEST_PROBE = 1 << 20;

    private final Caller caller;
    private final SecureRandom random = new SecureRandom();

    SealedPassages(Caller caller) {
        this.caller = caller;
    }

    /** Bytes of no meaning, as many as were asked for. */
    void probe(byte[] content) {
        int length = content.length == Integer.BYTES ? ByteBuffer.wrap(content).getInt() : -1;
        if (length < 0 || length > LONGEST_PROBE) {
            throw Caller.malformed("A probe asks for up to a mebibyte.");
        }
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        caller.connection().sendWithin(MessageType.PROBED, bytes);
    }

    /** Some of the sealed passages, in their order. */
    void sync(byte[] content) {
        if (content.length != REQUEST_BYTES) {
            throw Caller.malformed("A request for passages has another length.");
        }
        ByteBuffer in = ByteBuffer.wrap(content);
        Snapshot snapshot = caller.snapshot(caller.guest(), in);
        Offer offer = snapshot.offer();
        int first = in.getInt();
        int count = in.getInt();
        if (first < 0 || count < 1 || count > MOST_SLOTS || first > offer.vectors() - count) {
            throw Caller.malformed("There are no such passages.");
        }
        byte[] slots = new byte[count * offer.slotBytes()];
        try (RandomAccessFile file = new RandomAccessFile(snapshot.sealed().toFile(), "r")) {
            file.seek((long) first * offer.slotBytes());
            file.readFully(slots);
        } catch (IOException e) {
            throw new RetrievalException(
                    Code.FEDERATION_STATE_UNAVAILABLE, "The passages cannot be read at their owner.", e);
        }
        caller.connection().sendWithin(MessageType.SLOTS, slots);
    }
}
