package dev.cloister.gateway.apps;

import dev.cloister.gateway.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import java.time.Instant;
import java.util.Optional;

/** Files that users gave to apps. They lie here, out of the app's reach, until the user lets a call read them. */
@ApplicationScoped
public class AppData {

    /** The one file that apps can be given so far. */
    public static final String NOTES = "notes.md";

    private final Jdbi jdbi;

    public AppData(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A file's content and age. */
    public record Given(String content, Instant updatedAt) {}

    public Optional<Given> get(Caller caller, String app, String name) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select content, updated_at from app_data where account = ? and app = ? and name = ?")
                .bind(0, caller.account())
                .bind(1, app)
                .bind(2, name)
                .map(ConstructorMapper.of(Given.class))
                .findOne());
    }

    public void put(Caller caller, String app, String name, String content) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into app_data (account, app, name, content) values (?, ?, ?, ?)"
                        + " on conflict (account, app, name) do update set content = excluded.content, updated_at = now()",
                caller.account(),
                app,
                name,
                content));
    }

    public void delete(Caller caller, String app, String name) {
        jdbi.useHandle(handle -> handle.execute(
                "delete from app_data where account = ? and app = ? and name = ?", caller.account(), app, name));
    }
}
