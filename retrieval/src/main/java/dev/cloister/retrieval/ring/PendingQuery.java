package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;

/**
 * A query on its way, with the key to its answers. Closing overwrites the key; the garbage collector may have left copies of
 * it elsewhere in the heap, which no Java program can prevent.
 */
public final class PendingQuery implements AutoCloseable {

    private final QueryKey key;
    private final EncryptedQuery message;
    private final Decryption decryption;
    private boolean closed;

    PendingQuery(QueryKey key, EncryptedQuery message) {
        this.key = key;
        this.message = message;
        this.decryption = new Decryption(key, message.shape());
    }

    /** What goes to every owner. */
    public EncryptedQuery message() {
        return message;
    }

    /**
     * The scores, exact dot products of int8 vectors, in the order of the owner's vectors. An owner can lie about them;
     * nothing here could tell.
     *
     * @throws RetrievalException RING_ANSWER_FOREIGN where it answers another query or has another shape
     * @throws IllegalStateException after {@link #close()}
     */
    public synchronized int[] decrypt(EncryptedAnswer answer) {
        if (closed) {
            throw new IllegalStateException("The query's key is gone");
        }
        if (!answer.query().equals(message.id()) || !answer.shape().equals(message.shape())) {
            throw new RetrievalException(Code.RING_ANSWER_FOREIGN, "The answer is not to this query.");
        }
        return decryption.scores(answer);
    }

    @Override
    public synchronized void close() {
        closed = true;
        key.close();
    }

    @Override
    public String toString() {
        return "PendingQuery[" + message.id() + "]";
    }
}
