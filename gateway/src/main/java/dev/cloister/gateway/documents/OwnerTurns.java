package dev.cloister.gateway.documents;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Changes of where documents are and who reads them, each in a transaction that sees what the one before it left. An owner's
 * take turns by the account's row: documents move between collections of the same owner alone. All of them together hold
 * few of the database's connections while they write to the index.
 */
@ApplicationScoped
public class OwnerTurns {

    private static final int AT_ONCE = 2;

    private final Jdbi jdbi;
    private final Semaphore running = new Semaphore(AT_ONCE, true);

    public OwnerTurns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A change by the owner of a document, which may be gone. */
    <T> T ofDocument(UUID document, Function<Handle, T> change) {
        return inTurn("(select account from document where id = ?)", document, change);
    }

    /** A change by the owner of a collection, which may be gone. */
    <T> T ofCollection(UUID collection, Function<Handle, T> change) {
        return inTurn("(select owner from collection where id = ?)", collection, change);
    }

    private <T> T inTurn(String owner, UUID id, Function<Handle, T> change) {
        running.acquireUninterruptibly();
        try {
            return jdbi.inTransaction(handle -> {
                handle.execute("select from account where id = " + owner + " for no key update", id);
                return change.apply(handle);
            });
        } finally {
            running.release();
        }
    }
}
