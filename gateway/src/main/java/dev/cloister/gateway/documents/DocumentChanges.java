package dev.cloister.gateway.documents;

import dev.cloister.gateway.problem.Refusal;
import dev.cloister.retrieval.collection.Placement;
import dev.cloister.retrieval.search.DocumentIndex;
import dev.cloister.retrieval.search.IndexedDocument;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Changes rows in PostgreSQL with the index's entries that follow from them. The rows decide where the two differ. */
final class DocumentChanges {

    private static final Logger LOG = Logger.getLogger(DocumentChanges.class);

    private final OwnerTurns turns;
    private final DocumentIndex index;

    DocumentChanges(OwnerTurns turns, DocumentIndex index) {
        this.turns = turns;
        this.index = index;
    }

    /** Changes a document's rows and its entries; both or neither, while nobody else does. */
    void change(UUID id, Consumer<Handle> rows) {
        turns.ofDocument(id, handle -> {
            if (DocumentRights.placement(handle, id).isEmpty()) {
                throw Refusal.notFound("The document");
            }
            rows.accept(handle);
            place(handle, id);
            return id;
        });
    }

    /** Brings the entries of documents up to their rows; leaves out those that are gone, and those that are right. */
    void place(Set<UUID> ids) {
        ids.forEach(id -> turns.ofDocument(id, handle -> place(handle, id)));
    }

    private boolean place(Handle handle, UUID id) {
        return DocumentRights.placement(handle, id)
                .flatMap(placement -> index.whole(id.toString())
                        .filter(whole -> !whole.document().placement().equals(placement))
                        .map(whole -> rewrite(whole, placement, whole.vectors())))
                .isPresent();
    }

    /**
     * Writes a document's entries with other vectors.
     *
     * @return whether it was still there
     */
    boolean rewrite(UUID id, List<float[]> vectors) {
        return turns.ofDocument(id, handle -> DocumentRights.placement(handle, id)
                .flatMap(placement -> index.whole(id.toString()).map(whole -> rewrite(whole, placement, vectors)))
                .isPresent());
    }

    private IndexedDocument rewrite(IndexedDocument before, Placement placement, List<float[]> vectors) {
        IndexedDocument after = new IndexedDocument(before.document().placed(placement), before.passages(), vectors);
        index.rewrite(after);
        return after;
    }

    /** Removes a document; its row and its entries, or neither. */
    void remove(UUID id) {
        turns.ofDocument(id, handle -> {
            handle.execute("delete from document where id = ?", id);
            index.delete(id.toString());
            return id;
        });
    }

    /** Removes a collection with the documents that are in it then; rows and entries, or neither. */
    void removeCollection(UUID id) {
        turns.ofCollection(id, handle -> {
            handle.execute("select from collection where id = ? for update", id);
            Set<String> documents = handle.createQuery(
                            "select id::text from document where collection = ? order by id for update")
                    .bind(0, id)
                    .mapTo(String.class)
                    .collect(Collectors.toSet());
            handle.execute("delete from collection where id = ?", id);
            index.delete(documents);
            return id;
        });
    }

    /** Mends what a kill between the index's commit and PostgreSQL's left, before anything is added or changed. */
    void mend(Jdbi jdbi, String tenant) {
        Map<String, Placement> rows = jdbi.withHandle(handle -> DocumentRights.placements(handle, tenant));
        Map<String, Placement> entries = index.placements();
        Set<String> orphans =
                entries.keySet().stream().filter(id -> !rows.containsKey(id)).collect(Collectors.toSet());
        if (!orphans.isEmpty()) {
            index.delete(orphans);
        }
        Set<UUID> misplaced = rows.entrySet().stream()
                .filter(row ->
                        entries.containsKey(row.getKey()) && !row.getValue().equals(entries.get(row.getKey())))
                .map(row -> UUID.fromString(row.getKey()))
                .collect(Collectors.toSet());
        place(misplaced);
        long missing =
                rows.keySet().stream().filter(id -> !entries.containsKey(id)).count();
        if (!orphans.isEmpty() || !misplaced.isEmpty() || missing > 0) {
            LOG.warnf(
                    "The index was brought up to the list of documents: %d removed that were not listed, %d written anew,"
                            + " %d listed without a text. Add the last again.",
                    orphans.size(), misplaced.size(), missing);
        }
    }
}
