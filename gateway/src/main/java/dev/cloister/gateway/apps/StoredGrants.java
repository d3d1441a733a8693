package dev.cloister.gateway.apps;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.sandbox.app.AppBundle;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Standing permissions in PostgreSQL. A grant holds for the exact files of an app: a changed app asks again. */
@ApplicationScoped
public class StoredGrants {

    private final Jdbi jdbi;

    public StoredGrants(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whether calls of that scope may be made without asking. */
    public boolean covers(Caller caller, String digest, String tool, GrantScope scope, Optional<UUID> conversation) {
        @Nullable UUID chat = conversation.orElse(null);
        return jdbi.withHandle(
                handle -> handle.createQuery("select exists (select from app_grant where account = :account"
                                + " and app_digest = :digest and tool = :tool and from_app = :from"
                                + " and from_digest = :fromDigest and on_request = :onRequest"
                                + " and (scope = 'always' or conversation = :chat::uuid))")
                        .bind("account", caller.account())
                        .bind("digest", digest)
                        .bind("tool", tool)
                        .bind("from", scope.fromApp())
                        .bind("fromDigest", scope.fromDigest())
                        .bind("onRequest", scope.onRequest())
                        .bind("chat", chat == null ? null : chat.toString())
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Grants calls of that scope for one chat, or for always where there is none. */
    public void add(Caller caller, AppBundle app, String tool, GrantScope scope, Optional<UUID> conversation) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "insert into app_grant (id, tenant, account, app, app_digest, tool, from_app, from_digest,"
                                + " on_request, scope, conversation) values (:id, :tenant, :account, :app, :digest,"
                                + " :tool, :from, :fromDigest, :onRequest, :scope, :chat::uuid)")
                .bind("id", UUID.randomUUID())
                .bind("tenant", caller.tenant())
                .bind("account", caller.account())
                .bind("app", app.manifest().name())
                .bind("digest", app.digest())
                .bind("tool", tool)
                .bind("from", scope.fromApp())
                .bind("fromDigest", scope.fromDigest())
                .bind("onRequest", scope.onRequest())
                .bind("scope", conversation.isPresent() ? "chat" : "always")
                .bind("chat", conversation.map(UUID::toString).orElse(null))
                .execute());
    }

    public List<Grant> list(Caller caller) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select g.id, g.app, g.tool, g.from_app, g.on_request, g.scope, g.conversation, c.title as conversation_title, g.created_at"
                                + " from app_grant g left join conversation c on c.id = g.conversation"
                                + " where g.account = ? order by g.created_at desc")
                .bind(0, caller.account())
                .map(ConstructorMapper.of(Grant.class))
                .list());
    }

    public boolean revoke(Caller caller, UUID id) {
        return jdbi.withHandle(handle ->
                        handle.execute("delete from app_grant where id = ? and account = ?", id, caller.account()))
                > 0;
    }
}
