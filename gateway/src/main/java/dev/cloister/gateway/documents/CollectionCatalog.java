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
import java.util.stream.Collectors;

/** Collections and their readers in PostgreSQL. Every method takes the caller: nobody learns of what they may not read. */
@ApplicationScoped
public class CollectionCatalog {

    private static final String STANDARD_NAME = "My documents";
    private static final int MOST_COLLECTIONS = 200;

    private static final String SELECT = "select c.id, c.name, o.name as owner, c.owner = :account as mine, c.standard,"
            + " (select count(*) from document d where d.collection = c.id and " + Access.TO_DOCUMENT
            + ") as documents, case when c.owner = :account then array(select a.name from collection_reader r"
            + " join account a on a.id = r.account where r.collection = c.id order by a.name) else '{}'::text[] end"
            + " as readers, c.created_at from collection c join account o on o.id = c.owner where "
            + Access.TO_COLLECTION;

    private final Jdbi jdbi;

    public CollectionCatalog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The caller's own, the standard one first, then those that are shared with the caller. */
    List<DocumentCollection> list(Caller caller) {
        standard(caller);
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + " order by mine desc, c.standard desc, lower(c.name), c.created_at")
                .bind("account", caller.account())
                .map(ConstructorMapper.of(DocumentCollection.class))
                .list());
    }

    public DocumentCollection get(Caller caller, UUID id) {
        return find(caller, id).orElseThrow(() -> Refusal.notFound("The collection"));
    }

    /** Empty where there is none that the caller may read. */
    public Optional<DocumentCollection> find(Caller caller, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + " and c.id = :id")
                .bind("account", caller.account())
                .bind("id", id)
                .map(ConstructorMapper.of(DocumentCollection.class))
                .findOne());
    }

    /** The caller's own collection; what is another's is read, not changed. */
    DocumentCollection owned(Caller caller, UUID id) {
        DocumentCollection collection = get(caller, id);
        if (!collection.mine()) {
            throw notTheOwner();
        }
        return collection;
    }

    /** Where the caller's documents go that nothing else was said of. */
    UUID standard(Caller caller) {
        UUID id = UUID.randomUUID();
        return jdbi.inTransaction(handle -> {
            handle.execute(
                    "insert into collection (id, tenant, owner, name, index_key, standard) values (?, ?, ?, ?, ?, true)"
                            + " on conflict do nothing",
                    id,
                    caller.tenant(),
                    caller.account(),
                    STANDARD_NAME,
                    id.toString());
            return handle.createQuery("select id from collection where owner = ? and standard")
                    .bind(0, caller.account())
                    .mapTo(UUID.class)
                    .one();
        });
    }

    DocumentCollection create(Caller caller, String name) {
        standard(caller);
        UUID id = UUID.randomUUID();
        jdbi.useTransaction(handle -> {
            lockNames(handle, caller);
            requireFree(handle, caller, name, id);
            if (count(handle, "select count(*) from collection where owner = ?", caller.account())
                    >= MOST_COLLECTIONS) {
                throw new Refusal(
                        409,
                        "COLLECTIONS_FULL",
                        "An account has " + MOST_COLLECTIONS + " collections at most.",
                        "Nothing was made. Delete one that is no longer needed.");
            }
            handle.execute(
                    "insert into collection (id, tenant, owner, name, index_key) values (?, ?, ?, ?, ?)",
                    id,
                    caller.tenant(),
                    caller.account(),
                    name,
                    id.toString());
        });
        return get(caller, id);
    }

    void rename(Caller caller, UUID id, String name) {
        jdbi.useTransaction(handle -> {
            lockNames(handle, caller);
            requireFree(handle, caller, name, id);
            handle.execute("update collection set name = ? where id = ? and owner = ?", name, id, caller.account());
        });
    }

    /** The readers of a collection by name. */
    Map<String, UUID> readers(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select a.name, a.id from collection_reader r"
                        + " join account a on a.id = r.account where r.collection = ?")
                .bind(0, id)
                .map((row, context) -> Map.entry(row.getString(1), row.getObject(2, UUID.class)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** What the passages of all that the caller may read carry in the index. */
    Set<String> keys(Caller caller) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select c.index_key from collection c where " + Access.TO_COLLECTION)
                        .bind("account", caller.account())
                        .mapTo(String.class)
                        .collect(Collectors.toSet()));
    }

    /** The same for some of them; refuses those that the caller may not read. */
    Set<String> keys(Caller caller, Set<UUID> ids) {
        Set<String> keys = jdbi.withHandle(handle -> handle.createQuery(
                        "select c.index_key from collection c where c.id = any (:ids) and " + Access.TO_COLLECTION)
                .bind("account", caller.account())
                .bind("ids", ids.toArray(UUID[]::new))
                .mapTo(String.class)
                .collect(Collectors.toSet()));
        if (keys.size() < ids.size()) {
            throw Refusal.notFound("A collection");
        }
        return keys;
    }

    String key(UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery("select index_key from collection where id = ?")
                        .bind(0, id)
                        .mapTo(String.class)
                        .findOne())
                .orElseThrow(() -> Refusal.notFound("The collection"));
    }

    static Refusal notTheOwner() {
        return new Refusal(
                403,
                "FORBIDDEN",
                "Only the owner can change this.",
                "Nothing was changed. You may read and search it.");
    }

    private static void lockNames(Handle handle, Caller caller) {
        handle.execute("select from account where id = ? for no key update", caller.account());
    }

    private static void requireFree(Handle handle, Caller caller, String name, UUID except) {
        Optional<UUID> taken = handle.createQuery(
                        "select id from collection where owner = ? and lower(name) = lower(?) and id <> ?")
                .bind(0, caller.account())
                .bind(1, name)
                .bind(2, except)
                .mapTo(UUID.class)
                .findOne();
        if (taken.isPresent()) {
            throw new Refusal(
                    409,
                    "COLLECTION_EXISTS",
                    "You have a collection of that name.",
                    "Nothing was changed. Choose another.");
        }
    }

    private static int count(Handle handle, String query, UUID id) {
        return handle.createQuery(query).bind(0, id).mapTo(Integer.class).one();
    }
}
