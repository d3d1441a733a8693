package dev.cloister.gateway.documents;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.setup.DatabaseServer;
import dev.cloister.gateway.store.Database;
import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.collection.Placement;
import dev.cloister.retrieval.search.DocumentIndex;
import dev.cloister.retrieval.search.Filter;
import dev.cloister.retrieval.search.Query;
import dev.cloister.retrieval.sentence.Span;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A real index and a real database that a kill, or an earlier version, left apart. */
class DocumentChangesTest {

    private static final String TENANT = "default";
    private static final UUID ANN = UUID.randomUUID();
    private static final UUID BOB = UUID.randomUUID();
    private static final UUID FIRST = UUID.randomUUID();
    private static final UUID SECOND = UUID.randomUUID();
    private static final UUID OLD = UUID.randomUUID();
    private static final UUID MOVED = UUID.randomUUID();

    @Test
    void theRowsDecideWhereTheIndexDiffers(@TempDir Path folder) {
        try (DatabaseServer database = DatabaseServer.start(new Home(folder.resolve("home")).create());
                DocumentIndex index = DocumentIndex.open(folder.resolve("index"), TENANT)) {
            Flyway.configure()
                    .dataSource(database.jdbcUrl(), database.user(), database.password())
                    .load()
                    .migrate();
            Jdbi jdbi = Database.at(database.jdbcUrl(), database.user(), database.password());
            fill(jdbi);
            DocumentChanges changes = new DocumentChanges(new OwnerTurns(jdbi), index);

            ownersOfBeforeFindWhatTheyRestrict(changes, index);
            leftoversOfAKillAreMended(changes, index, jdbi);
            aWithdrawalReachesEveryDocumentAtOnce(changes, index, jdbi);
            aCollectionTakesTheDocumentsOfItsRowsAlone(changes, index);
        }
    }

    private static void ownersOfBeforeFindWhatTheyRestrict(DocumentChanges changes, DocumentIndex index) {
        add(index, OLD, "account:" + ANN, "ann");
        changes.change(OLD, handle -> DocumentRights.restrict(handle, OLD, Set.of()));
        assertEquals(List.of(OLD.toString()), found(index, ANN));
        assertEquals(List.of(), found(index, BOB));
    }

    private static void leftoversOfAKillAreMended(DocumentChanges changes, DocumentIndex index, Jdbi jdbi) {
        add(index, MOVED, "second", ANN.toString());
        add(index, UUID.randomUUID(), "second", ANN.toString());
        changes.mend(jdbi, TENANT);
        assertEquals(
                Map.of(
                        OLD.toString(), new Placement("account:" + ANN, ANN.toString(), Optional.of(Set.of())),
                        MOVED.toString(), new Placement("account:" + ANN, ANN.toString(), Optional.empty())),
                index.placements());
    }

    private static void aWithdrawalReachesEveryDocumentAtOnce(DocumentChanges changes, DocumentIndex index, Jdbi jdbi) {
        Set<UUID> both = Set.of(OLD, MOVED);
        both.forEach(id -> changes.change(id, handle -> DocumentRights.restrict(handle, id, Set.of("bob"))));
        assertEquals(2, found(index, BOB).size());
        boolean wasReader = jdbi.inTransaction(handle -> DocumentRights.withdraw(handle, FIRST, BOB));
        assertTrue(wasReader);
        int named = jdbi.withHandle(handle -> handle.createQuery("select count(*) from document_reader")
                .mapTo(Integer.class)
                .one());
        assertEquals(0, named);
        changes.place(Set.of(OLD, MOVED, UUID.randomUUID()));
        assertEquals(List.of(), found(index, BOB));
    }

    private static void aCollectionTakesTheDocumentsOfItsRowsAlone(DocumentChanges changes, DocumentIndex index) {
        // As a kill in the middle of a move leaves it.
        add(index, MOVED, "second", ANN.toString());
        changes.removeCollection(SECOND);
        assertEquals(
                Set.of(OLD.toString(), MOVED.toString()), index.placements().keySet());
        changes.removeCollection(FIRST);
        assertEquals(Map.of(), index.placements());
    }

    private static void fill(Jdbi jdbi) {
        jdbi.useHandle(handle -> {
            for (Map.Entry<UUID, String> account :
                    Map.of(ANN, "ann", BOB, "bob").entrySet()) {
                handle.execute(
                        "insert into account (id, tenant, name, password_hash, roles) values (?, 'default', ?, '', '{}')",
                        account.getKey(),
                        account.getValue());
            }
            for (Map.Entry<UUID, String> one :
                    Map.of(FIRST, "account:" + ANN, SECOND, "second").entrySet()) {
                handle.execute(
                        "insert into collection (id, tenant, owner, name, index_key) values (?, 'default', ?, ?, ?)",
                        one.getKey(),
                        ANN,
                        one.getValue(),
                        one.getValue());
            }
            handle.execute("insert into collection_reader (collection, account) values (?, ?)", FIRST, BOB);
            for (UUID id : List.of(OLD, MOVED)) {
                handle.execute(
                        "insert into document (id, tenant, account, collection, name, media_type, bytes, pages, passages)"
                                + " values (?, 'default', ?, ?, 'a.txt', 'text/plain', 1, 1, 1)",
                        id,
                        ANN,
                        FIRST);
            }
        });
    }

    private static void add(DocumentIndex index, UUID id, String collection, String owner) {
        String text = "The pump stops at ninety degrees.";
        index.add(
                new Document(id.toString(), TENANT, collection, owner, "a.txt", DocumentText.ofPages(List.of(text))),
                List.of(new Passage(id + "#0", id.toString(), 1, new Span(0, text.length()), "", text)),
                List.of(vector()));
    }

    private static List<String> found(DocumentIndex index, UUID asker) {
        return index
                .search(new Query(
                        TENANT,
                        Optional.of(asker.toString()),
                        Set.of("account:" + ANN),
                        Filter.NONE,
                        "pump",
                        vector(),
                        10))
                .stream()
                .map(hit -> hit.passage().documentId())
                .toList();
    }

    private static float[] vector() {
        float[] vector = new float[DocumentIndex.DIMENSIONS];
        vector[0] = 1;
        return vector;
    }
}
