package dev.cloister.retrieval.federation.party;

import dev.cloister.retrieval.RetrievalException;

/**
 * What an account may ask of other parties.
 *
 * @param account its id
 * @param whole whether all of this node's budgets are its
 */
public record Share(ShareBook book, String account, boolean whole) {

    /** A search that runs; closing it ends it. */
    public interface Running extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Begins a search.
     *
     * @throws RetrievalException FEDERATION_ACCOUNT_BUSY where as many run as may
     */
    public Running begin() {
        book.begin(this);
        return () -> book.end(this);
    }

    /**
     * Sets a query to a party aside: {@link #use} or {@link #release} follows.
     *
     * @throws RetrievalException FEDERATION_SHARE_SPENT
     */
    public void claim(Host host) {
        book.claim(this, host);
    }

    /** It was counted there, or may have been. */
    public void use(Host host) {
        book.use(this, host);
    }

    /** It was not. */
    public void release(Host host) {
        book.release(this, host);
    }

    /** How many queries are the account's in a period of that party's budget. */
    public int most(Host host) {
        return book.most(this, host.agreedBudget());
    }

    /** How many of them are left. */
    public int left(Host host) {
        return book.left(this, host);
    }

    @Override
    public String toString() {
        return "Share[" + account + "]";
    }
}
