package dev.cloister.gateway.documents;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.gateway.setup.DatabaseServer;
import dev.cloister.gateway.store.Database;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class DocumentShareTest {

    private static final int MEGABYTE = 1_000_000;
    private static final Caller ANN = new Caller("default", UUID.randomUUID(), "ann", Set.of());
    private static final Caller BOB = new Caller("default", UUID.randomUUID(), "bob", Set.of());

    @Test
    void anAccountKeepsSoManyDocumentsAndBytesOfItsOwn(@TempDir Path folder) {
        try (DatabaseServer database = DatabaseServer.start(new Home(folder.resolve("home")).create())) {
            Flyway.configure()
                    .dataSource(database.jdbcUrl(), database.user(), database.password())
                    .load()
                    .migrate();
            Jdbi jdbi = Database.at(database.jdbcUrl(), database.user(), database.password());
            account(jdbi, ANN);
            account(jdbi, BOB);
            keep(jdbi, ANN, 2 * MEGABYTE);
            keep(jdbi, ANN, 3 * MEGABYTE);

            DocumentShare bytes = new DocumentShare(jdbi, 10, 6);
            assertDoesNotThrow(() -> bytes.require(ANN, MEGABYTE));
            assertEquals(
                    "DOCUMENTS_FULL",
                    assertThrows(Refusal.class, () -> bytes.require(ANN, MEGABYTE + 1))
                            .problem()
                            .code());
            assertDoesNotThrow(() -> bytes.require(BOB, 6 * MEGABYTE));

            DocumentShare two = new DocumentShare(jdbi, 2, 1000);
            assertEquals(
                    "DOCUMENTS_FULL",
                    assertThrows(Refusal.class, () -> two.require(ANN, 1))
                            .problem()
                            .code());
            assertDoesNotThrow(() -> two.require(BOB, 1));
        }
    }

    private static void account(Jdbi jdbi, Caller caller) {
        jdbi.useHandle(handle -> {
            handle.execute(
                    "insert into account (id, tenant, name, password_hash, roles) values (?, 'default', ?, '', '{}')",
                    caller.account(),
                    caller.name());
            handle.execute(
                    "insert into collection (id, tenant, owner, name, index_key) values (?, 'default', ?, 'all', ?)",
                    caller.account(),
                    caller.account(),
                    caller.name());
        });
    }

    private static void keep(Jdbi jdbi, Caller caller, long bytes) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into document (id, tenant, account, collection, name, media_type, bytes, pages, passages)"
                        + " values (gen_random_uuid(), 'default', ?, ?, 'a.txt', 'text/plain', ?, 1, 1)",
                caller.account(),
                caller.account(),
                bytes));
    }
}
