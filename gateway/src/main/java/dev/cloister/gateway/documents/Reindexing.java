package dev.cloister.gateway.documents;

import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Problem;
import dev.cloister.gateway.problem.Problems;
import dev.cloister.gateway.problem.Refusal;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Embeds the documents of a collection anew and writes them in the encoding of vectors that is set now. Each document can be
 * searched all the while, and is as it was or as it will be; after a stop of the gateway it is begun once more.
 */
@ApplicationScoped
public class Reindexing {

    private final Library library;
    private final DocumentCatalog documents;
    private final CollectionCatalog collections;
    private final Ledger ledger;
    private final Map<UUID, Progress> known = new ConcurrentHashMap<>();
    private final Set<UUID> busy = ConcurrentHashMap.newKeySet();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("reindexing").factory());

    public Reindexing(Library library, DocumentCatalog documents, CollectionCatalog collections, Ledger ledger) {
        this.library = library;
        this.documents = documents;
        this.collections = collections;
        this.ledger = ledger;
    }

    /**
     * How far it is.
     *
     * @param state running, done or failed
     * @param documents how many there are
     * @param done how many of them are written anew, or were deleted meanwhile
     */
    public record Progress(String state, int documents, int done, Optional<Problem> error) {

        private static Progress running(int documents, int done) {
            return new Progress("running", documents, done, Optional.empty());
        }
    }

    @PreDestroy
    void close() {
        worker.shutdownNow();
    }

    /** Begins; does nothing where it runs already. An account has one that runs or waits. */
    Progress begin(Caller caller, UUID id) {
        collections.owned(caller, id);
        List<UUID> all =
                documents.list(caller, id).stream().map(StoredDocument::id).toList();
        return known.compute(id, (key, before) -> {
            if (before != null && before.state().equals("running")) {
                return before;
            }
            if (!busy.add(caller.account())) {
                throw new Refusal(
                        429,
                        "REINDEXING_BUSY",
                        "Another of your collections is being written anew.",
                        "Nothing was changed. Try again when that is done.");
            }
            worker.execute(() -> run(caller, id, all));
            return Progress.running(all.size(), 0);
        });
    }

    /** Of the latest since the gateway's start. */
    Progress of(Caller caller, UUID id) {
        collections.owned(caller, id);
        return Optional.ofNullable(known.get(id)).orElseThrow(() -> Refusal.notFound("Such a run"));
    }

    private void run(Caller caller, UUID id, List<UUID> all) {
        Progress end = written(caller, id, all);
        busy.remove(caller.account());
        known.put(id, end);
    }

    private Progress written(Caller caller, UUID id, List<UUID> all) {
        int done = 0;
        try {
            boolean any = false;
            for (UUID document : all) {
                any |= library.reindex(document);
                done++;
                known.put(id, Progress.running(all.size(), done));
            }
            if (any) {
                library.purge();
            }
            ledger.append(
                    caller.tenant(), caller.name(), "collection.reindexed", Map.of("id", id, "documents", all.size()));
            return new Progress("done", all.size(), done, Optional.empty());
        } catch (Throwable e) {
            return new Progress("failed", all.size(), done, Optional.of(Problems.of(e)));
        }
    }
}
