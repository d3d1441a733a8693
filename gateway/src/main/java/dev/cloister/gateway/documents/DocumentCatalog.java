package dev.cloister.gateway.documents;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What is known of each document, in PostgreSQL; the text itself lies in the index. */
@ApplicationScoped
public class DocumentCatalog {

    private static final String SELECT = "select d.id, d.collection, o.name as owner, c.owner = :account as mine,"
            + " d.restricted, case when c.owner = :account then array(select a.name from document_reader x"
            + " join account a on a.id = x.account where x.document = d.id order by a.name) else '{}'::text[] end as readers,"
            + " d.name, d.media_type, d.bytes, d.pages, d.passages, d.created_at"
            + " from document d join collection c on c.id = d.collection join account o on o.id = c.owner"
            + " where " + Access.TO_COLLECTION + " and " + Access.TO_DOCUMENT;

    private final Jdbi jdbi;

    public DocumentCatalog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** All that the caller may read, newest first. */
    List<StoredDocument> list(Caller caller) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " order by d.created_at desc")
                .bind("account", caller.account())
                .map(ConstructorMapper.of(StoredDocument.class))
                .list());
    }

    /** Those of a collection that the caller may read, newest first. */
    List<StoredDocument> list(Caller caller, UUID collection) {
        return jdbi.withHandle(
                handle -> handle.createQuery(SELECT + " and d.collection = :collection order by d.created_at desc")
                        .bind("account", caller.account())
                        .bind("collection", collection)
                        .map(ConstructorMapper.of(StoredDocument.class))
                        .list());
    }

    /** Those of the documents that the caller may read. */
    List<StoredDocument> list(Caller caller, Set<UUID> ids) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " and d.id = any (:ids)")
                .bind("account", caller.account())
                .bind("ids", ids.toArray(UUID[]::new))
                .map(ConstructorMapper.of(StoredDocument.class))
                .list());
    }

    StoredDocument get(Caller caller, UUID id) {
        return list(caller, Set.of(id)).stream().findFirst().orElseThrow(() -> Refusal.notFound("The document"));
    }

    /** The caller's own document; what is another's is read, not changed. */
    StoredDocument owned(Caller caller, UUID id) {
        StoredDocument document = get(caller, id);
        if (!document.mine()) {
            throw CollectionCatalog.notTheOwner();
        }
        return document;
    }

    /** Lists a document, unless its collection is gone. */
    StoredDocument add(
            Caller caller,
            UUID collection,
            UUID id,
            String name,
            String mediaType,
            long bytes,
            int pages,
            int passages) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into document (id, tenant, account, collection, name, media_type, bytes, pages, passages)"
                        + " select ?, tenant, owner, id, ?, ?, ?, ?, ? from collection where id = ? and owner = ? for key share",
                id,
                name,
                mediaType,
                bytes,
                pages,
                passages,
                collection,
                caller.account()));
        return get(caller, id);
    }

    /** Removes a document, and what else is to go with it; both or neither. */
    void remove(UUID id, Runnable fromIndex) {
        jdbi.useTransaction(handle -> {
            handle.execute("delete from document where id = ?", id);
            fromIndex.run();
        });
    }

    /**
     * Does something to a document that nobody else changes or deletes meanwhile.
     *
     * @return whether it was still there
     */
    boolean whileThere(UUID id, Consumer<Handle> change) {
        return jdbi.inTransaction(handle -> {
            boolean there = handle.createQuery("select id from document where id = ? for update")
                    .bind(0, id)
                    .mapTo(UUID.class)
                    .findOne()
                    .isPresent();
            if (there) {
                change.accept(handle);
            }
            return there;
        });
    }

    /** Puts it into another collection, unless that is gone. */
    static void move(Handle handle, UUID id, UUID collection) {
        int moved = handle.execute(
                "update document d set collection = c.id from (select id from collection where id = ? for key share) c"
                        + " where d.id = ?",
                collection,
                id);
        if (moved == 0) {
            throw Refusal.notFound("The collection");
        }
    }

    /** Whoever of the collection's readers may read it; empty where all of them may. */
    static void restrict(Handle handle, UUID id, Optional<Set<UUID>> readers) {
        handle.execute("update document set restricted = ? where id = ?", readers.isPresent(), id);
        handle.execute("delete from document_reader where document = ?", id);
        for (UUID reader : readers.orElse(Set.of())) {
            handle.execute("insert into document_reader (document, account) values (?, ?)", id, reader);
        }
    }

    /** The restricted documents of a collection that name an account, each with all that it names. */
    Map<UUID, Set<UUID>> naming(UUID collection, UUID account) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select x.document, x.account from document_reader x"
                                + " join document d on d.id = x.document where d.collection = :collection"
                                + " and exists (select from document_reader y where y.document = d.id and y.account = :account)")
                .bind("collection", collection)
                .bind("account", account)
                .map((row, context) -> Map.entry(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet()))));
    }
}
