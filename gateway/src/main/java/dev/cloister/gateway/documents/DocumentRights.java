package dev.cloister.gateway.documents;

import dev.cloister.gateway.problem.Refusal;
import dev.cloister.retrieval.collection.Placement;
import org.jdbi.v3.core.Handle;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The rows that say where documents are and who reads them. Each change is made in a turn of the owner's. */
final class DocumentRights {

    private static final int MOST_READERS = 500;

    private static final String PLACEMENTS = "select d.id, c.index_key, d.account, d.restricted,"
            + " array(select x.account::text from document_reader x where x.document = d.id) as readers"
            + " from document d join collection c on c.id = d.collection";

    private DocumentRights() {}

    /**
     * Makes an account a reader of a collection.
     *
     * @return whether that is new
     */
    static boolean share(Handle handle, UUID collection, UUID account) {
        if (!locked(handle, "select id from collection where id = ? for update", collection)) {
            throw Refusal.notFound("The collection");
        }
        boolean added = handle.execute(
                        "insert into collection_reader (collection, account) values (?, ?) on conflict do nothing",
                        collection,
                        account)
                > 0;
        int readers = handle.createQuery("select count(*) from collection_reader where collection = ?")
                .bind(0, collection)
                .mapTo(Integer.class)
                .one();
        if (readers > MOST_READERS) {
            throw new Refusal(
                    409,
                    "READERS_FULL",
                    "A collection has " + MOST_READERS + " readers at most.",
                    "Nothing was changed. Withdraw it from someone first.");
        }
        return added;
    }

    /**
     * Takes a collection back from a reader, and each of its documents that names the reader.
     *
     * @return whether the account was a reader
     */
    static boolean withdraw(Handle handle, UUID collection, UUID account) {
        handle.execute(
                "delete from document_reader x using document d"
                        + " where d.id = x.document and d.collection = ? and x.account = ?",
                collection,
                account);
        return handle.execute("delete from collection_reader where collection = ? and account = ?", collection, account)
                > 0;
    }

    /** Keeps a document from all of its collection's readers but those that are named. */
    static void restrict(Handle handle, UUID document, Set<String> names) {
        open(handle, document);
        handle.execute("update document set restricted = true where id = ?", document);
        int named = handle.createUpdate("insert into document_reader (document, account)"
                        + " select d.id, a.id from document d join collection_reader r on r.collection = d.collection"
                        + " join account a on a.id = r.account where d.id = :document and a.name = any (:names)")
                .bind("document", document)
                .bind("names", names.toArray(String[]::new))
                .execute();
        if (named < names.size()) {
            throw new Refusal(
                    422,
                    "READER_UNKNOWN",
                    "Only readers of the collection can be named.",
                    "Nothing was changed. Share the collection first.");
        }
    }

    /** Lets all of its collection's readers read a document. */
    static void open(Handle handle, UUID document) {
        handle.execute("update document set restricted = false where id = ?", document);
        handle.execute("delete from document_reader where document = ?", document);
    }

    /** Puts a document into another collection of its owner's; of those it names, the readers of that one stay. */
    static void move(Handle handle, UUID document, UUID target) {
        int moved = handle.execute(
                "update document d set collection = c.id from (select id, owner from collection where id = ? for key share) c"
                        + " where d.id = ? and d.account = c.owner",
                target,
                document);
        if (moved == 0) {
            throw Refusal.notFound("The collection");
        }
        handle.execute(
                "delete from document_reader where document = ?"
                        + " and account not in (select account from collection_reader where collection = ?)",
                document,
                target);
    }

    /** Where a document is, which nobody deletes until the transaction ends; nothing if it is gone. */
    static Optional<Placement> placement(Handle handle, UUID document) {
        if (!locked(handle, "select id from document where id = ? for update", document)) {
            return Optional.empty();
        }
        return handle.createQuery(PLACEMENTS + " where d.id = ?")
                .bind(0, document)
                .map((row, context) -> placement(row))
                .findOne();
    }

    /** Where all documents of a tenant are, by their ids. */
    static Map<String, Placement> placements(Handle handle, String tenant) {
        return handle.createQuery(PLACEMENTS + " where d.tenant = ?")
                .bind(0, tenant)
                .map((row, context) -> Map.entry(row.getString("id"), placement(row)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The documents of a collection that are restricted. */
    static Set<UUID> restricted(Handle handle, UUID collection) {
        return handle.createQuery("select id from document where collection = ? and restricted")
                .bind(0, collection)
                .mapTo(UUID.class)
                .collect(Collectors.toSet());
    }

    private static Placement placement(ResultSet row) throws SQLException {
        Optional<Set<String>> readers = row.getBoolean("restricted")
                ? Optional.of(Arrays.stream((String[]) row.getArray("readers").getArray())
                        .collect(Collectors.toSet()))
                : Optional.empty();
        return new Placement(row.getString("index_key"), row.getString("account"), readers);
    }

    private static boolean locked(Handle handle, String query, UUID id) {
        return handle.createQuery(query).bind(0, id).mapTo(UUID.class).findOne().isPresent();
    }
}
