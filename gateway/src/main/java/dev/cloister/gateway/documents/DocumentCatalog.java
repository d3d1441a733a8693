package dev.cloister.gateway.documents;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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

    /** The documents of an account that all readers of their collections may read. */
    static Set<String> open(Jdbi jdbi, UUID account) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select id::text from document where account = ? and not restricted")
                        .bind(0, account)
                        .mapTo(String.class)
                        .collect(Collectors.toSet()));
    }
}
