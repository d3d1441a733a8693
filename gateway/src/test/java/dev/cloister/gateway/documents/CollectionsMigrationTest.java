package dev.cloister.gateway.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.setup.DatabaseServer;
import dev.cloister.gateway.store.Database;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What an instance has from before there were collections is found in one, and its answers are read. */
class CollectionsMigrationTest {

    private static final UUID ACCOUNT = UUID.randomUUID();
    private static final UUID DOCUMENT = UUID.randomUUID();

    @Test
    void earlierDocumentsAreInTheStandardCollectionAndEarlierAnswersStay(@TempDir Path folder)
            throws JsonProcessingException {
        try (DatabaseServer database = DatabaseServer.start(new Home(folder).create())) {
            FluentConfiguration flyway =
                    Flyway.configure().dataSource(database.jdbcUrl(), database.user(), database.password());
            flyway.target("9").load().migrate();
            Jdbi jdbi = Database.at(database.jdbcUrl(), database.user(), database.password());
            fill(jdbi);
            flyway.target("latest").load().migrate();

            Caller caller = new Caller("default", ACCOUNT, "ann", Set.of());
            CollectionCatalog collections = new CollectionCatalog(jdbi);
            DocumentCollection standard = collections.list(caller).getFirst();
            assertEquals("My documents", standard.name());
            assertEquals(1, collections.list(caller).size());
            assertEquals(Set.of("account:" + ACCOUNT), collections.keys(caller));
            assertEquals(
                    List.of(DOCUMENT),
                    new DocumentCatalog(jdbi)
                            .list(caller, standard.id()).stream()
                                    .map(StoredDocument::id)
                                    .toList());
            String stored = jdbi.withHandle(handle -> handle.createQuery("select citations::text from message")
                    .mapTo(String.class)
                    .one());
            JsonNode citations = new ObjectMapper().readTree(stored);
            assertEquals(
                    List.of(false, true),
                    List.of(
                            citations.at("/sentences/0/unsupported").booleanValue(),
                            citations.at("/sentences/1/unsupported").booleanValue()));
            assertEquals(0, citations.at("/sentences/0/start").intValue());
            assertEquals(0, citations.get("conflicts").size());
        }
    }

    private static void fill(Jdbi jdbi) {
        jdbi.useHandle(handle -> {
            handle.execute(
                    "insert into account (id, tenant, name, password_hash, roles) values (?, 'default', 'ann', '', '{}')",
                    ACCOUNT);
            handle.execute(
                    "insert into document (id, tenant, account, name, media_type, bytes, pages, passages)"
                            + " values (?, 'default', ?, 'a.txt', 'text/plain', 1, 1, 1)",
                    DOCUMENT,
                    ACCOUNT);
            UUID conversation = UUID.randomUUID();
            handle.execute(
                    "insert into conversation (id, tenant, account, title) values (?, 'default', ?, '')",
                    conversation,
                    ACCOUNT);
            handle.execute(
                    "insert into message (id, conversation, position, role, text, status, citations)"
                            + " values (?, ?, 1, 'assistant', 'One. Two.', 'complete', ?::jsonb)",
                    UUID.randomUUID(),
                    conversation,
                    "{\"sentences\": [{\"start\": 0, \"end\": 4, \"passageId\": \"p\"},"
                            + " {\"start\": 5, \"end\": 9, \"passageId\": null}], \"passages\": []}");
        });
    }
}
