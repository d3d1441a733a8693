package dev.cloister.gateway.documents;

import dev.cloister.gateway.identity.Account;
import dev.cloister.gateway.identity.Accounts;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Lets others of the tenant read a collection, or a document of it, and takes that back; a document's collection decides it too. */
@ApplicationScoped
public class Sharing {

    private final CollectionCatalog collections;
    private final DocumentCatalog documents;
    private final Library library;
    private final Accounts accounts;
    private final Ledger ledger;

    public Sharing(
            CollectionCatalog collections,
            DocumentCatalog documents,
            Library library,
            Accounts accounts,
            Ledger ledger) {
        this.collections = collections;
        this.documents = documents;
        this.library = library;
        this.accounts = accounts;
        this.ledger = ledger;
    }

    /** From the next search on, the account with that name finds what is in the collection. */
    DocumentCollection share(Caller caller, UUID id, String reader) {
        collections.owned(caller, id);
        Account account = accounts.named(caller.tenant(), reader)
                .orElseThrow(() -> new Refusal(
                        422, "ACCOUNT_UNKNOWN", "There is no account of that name here.", "Nothing was shared."));
        if (account.id().equals(caller.account())) {
            throw new Refusal(422, "SHARED_WITH_OWNER", "The collection is yours already.", "Nothing was changed.");
        }
        if (library.share(id, account.id())) {
            log(caller, "collection.shared", Map.of("id", id, "reader", reader));
            // A withdrawal before it may have been cut short.
            library.placeRestricted(id);
        }
        return collections.get(caller, id);
    }

    /**
     * From the next search on, the reader finds nothing of the collection, its documents that named the reader included.
     * Owners take back what they shared; readers leave.
     */
    void withdraw(Caller caller, UUID id, String reader) {
        DocumentCollection collection = collections.get(caller, id);
        if (!collection.mine() && !caller.name().equals(reader)) {
            throw CollectionCatalog.notTheOwner();
        }
        UUID account = Optional.ofNullable(collections.readers(id).get(reader))
                .orElseThrow(() -> Refusal.notFound("The reader"));
        if (library.withdraw(id, account)) {
            log(caller, "collection.withdrawn", Map.of("id", id, "reader", reader));
            library.placeRestricted(id);
        }
    }

    /** Keeps a document from all of its collection's readers but those. */
    StoredDocument restrict(Caller caller, UUID id, Set<String> readers) {
        documents.owned(caller, id);
        library.restrict(id, readers);
        log(caller, "document.restricted", Map.of("id", id, "readers", new TreeSet<>(readers)));
        return documents.get(caller, id);
    }

    /**
     * Puts a document into another collection of its owner's. One that is restricted stays so, to those it names who read that
     * collection too.
     */
    StoredDocument move(Caller caller, UUID id, UUID target) {
        StoredDocument document = documents.owned(caller, id);
        collections.owned(caller, target);
        library.move(id, target);
        log(caller, "document.moved", Map.of("id", id, "from", document.collection(), "collection", target));
        return documents.get(caller, id);
    }

    /** Lets all of its collection's readers read a document. */
    StoredDocument open(Caller caller, UUID id) {
        documents.owned(caller, id);
        library.open(id);
        log(caller, "document.opened", Map.of("id", id));
        return documents.get(caller, id);
    }

    private void log(Caller caller, String action, Map<String, ?> detail) {
        ledger.append(caller.tenant(), caller.name(), action, detail);
    }
}
