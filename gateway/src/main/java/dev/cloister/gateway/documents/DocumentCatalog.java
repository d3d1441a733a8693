package dev.cloister.gateway.documents;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.problem.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is known of each document, in PostgreSQL; the text itself lies in the index. */
@ApplicationScoped
public class DocumentCatalog {

    private static final String SELECT =
            "select id, name, media_type, bytes, pages, passages, created_at from document ";

    private final Jdbi jdbi;

    public DocumentCatalog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    List<StoredDocument> list(Caller caller) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "where account = ? order by created_at desc")
                .bind(0, caller.account())
                .map(ConstructorMapper.of(StoredDocument.class))
                .list());
    }

    StoredDocument get(Caller caller, UUID id) {
        return find(caller, id).orElseThrow(() -> Refusal.notFound("The document"));
    }

    Optional<StoredDocument> find(Caller caller, UUID id) {
        return jdbi.withHandle(handle -> handle.createQuery(SELECT + "where id = ? and account = ?")
                .bind(0, id)
                .bind(1, caller.account())
                .map(ConstructorMapper.of(StoredDocument.class))
                .findOne());
    }

    StoredDocument add(Caller caller, UUID id, String name, String mediaType, long bytes, int pages, int passages) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into document (id, tenant, account, name, media_type, bytes, pages, passages)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                caller.tenant(),
                caller.account(),
                name,
                mediaType,
                bytes,
                pages,
                passages));
        return get(caller, id);
    }

    void remove(Caller caller, UUID id) {
        jdbi.useHandle(
                handle -> handle.execute("delete from document where id = ? and account = ?", id, caller.account()));
    }
}
