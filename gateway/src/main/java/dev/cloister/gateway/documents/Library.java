package dev.cloister.gateway.documents;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.identity.Tenant;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.gateway.upload.Upload;
import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.federation.offer.Entry;
import dev.cloister.retrieval.ingest.DocumentParser;
import dev.cloister.retrieval.search.DocumentIndex;
import dev.cloister.retrieval.search.Filter;
import dev.cloister.retrieval.search.Hit;
import dev.cloister.retrieval.search.PassageReader;
import dev.cloister.retrieval.search.Query;
import dev.cloister.retrieval.search.VectorEncoding;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The documents of all accounts. A document is either whole, searchable and listed, or not there. */
@ApplicationScoped
public class Library {

    /** Most bytes of one document. */
    static final long UPLOAD_LIMIT = DocumentParser.MAX_BYTES;

    private final DocumentCatalog catalog;
    private final CollectionCatalog collections;
    private final DocumentShare share;
    private final Ingestion ingestion;
    private final Ledger ledger;
    private final OwnerTurns turns;
    private final DocumentIndex index;
    private final DocumentChanges changes;
    private final Clock clock;
    private final Path uploads;

    /** @param encoding of the vectors: float, byte, seven-bit or one-bit */
    public Library(
            DocumentCatalog catalog,
            CollectionCatalog collections,
            DocumentShare share,
            Ingestion ingestion,
            Ledger ledger,
            OwnerTurns turns,
            Jdbi jdbi,
            Home home,
            Clock clock,
            @ConfigProperty(name = "cloister.documents.vectors", defaultValue = "byte") VectorEncoding encoding) {
        this.catalog = catalog;
        this.collections = collections;
        this.share = share;
        this.ingestion = ingestion;
        this.ledger = ledger;
        this.turns = turns;
        this.clock = clock;
        this.uploads = home.run();
        this.index = DocumentIndex.open(home.index().resolve(Tenant.OWN), Tenant.OWN, encoding);
        this.changes = new DocumentChanges(turns, index);
        try {
            changes.mend(jdbi, Tenant.OWN);
        } catch (Throwable e) {
            index.close();
            throw e;
        }
    }

    @PreDestroy
    void close() {
        index.close();
    }

    /** Receives a file's bytes. */
    Upload receive(InputStream body) throws IOException {
        return Upload.receive(body, uploads, UPLOAD_LIMIT, "DOCUMENT_TOO_LARGE");
    }

    /**
     * Parses, embeds and stores a file.
     *
     * @param collection one of the caller's own
     * @param arrival told how far it is
     */
    StoredDocument add(Caller caller, UUID collection, String name, Upload upload, Arrivals.Arrival arrival) {
        share.require(caller, upload.bytes());
        String key = collections.key(collection);
        arrival.reading();
        Ingestion.Parsed parsed = ingestion.parse(name, upload);
        String mediaType = parsed.type().mediaType();
        UUID id = UUID.randomUUID();
        List<Passage> passages = ingestion.passages(id.toString(), parsed);
        arrival.embedding(passages.size(), 0);
        List<float[]> vectors = ingestion.vectors(passages, done -> arrival.embedding(passages.size(), done));
        try {
            index.add(
                    new Document(
                            id.toString(),
                            caller.tenant(),
                            key,
                            caller.account().toString(),
                            Optional.empty(),
                            name,
                            mediaType,
                            clock.instant(),
                            parsed.text()),
                    passages,
                    vectors);
            int pages = parsed.text().pages().size();
            StoredDocument stored =
                    catalog.add(caller, collection, id, name, mediaType, upload.bytes(), pages, passages.size());
            ledger.append(
                    caller.tenant(),
                    caller.name(),
                    "document.added",
                    Map.of("id", id, "collection", collection, "bytes", upload.bytes(), "passages", passages.size()));
            return stored;
        } catch (Throwable e) {
            undo(id, e);
            throw e;
        }
    }

    /** Each in its own try: the text leaves the index while PostgreSQL does not answer, too. */
    private void undo(UUID id, Throwable cause) {
        for (Runnable step : List.<Runnable>of(() -> index.delete(id.toString()), () -> changes.remove(id))) {
            try {
                step.run();
            } catch (Throwable e) {
                cause.addSuppressed(e);
            }
        }
    }

    void delete(Caller caller, UUID id) {
        catalog.owned(caller, id);
        changes.remove(id);
        ledger.append(caller.tenant(), caller.name(), "document.deleted", Map.of("id", id));
    }

    /** Deletes a collection with all its documents. */
    void deleteCollection(Caller caller, UUID id) {
        DocumentCollection collection = collections.owned(caller, id);
        changes.removeCollection(id);
        ledger.append(
                caller.tenant(),
                caller.name(),
                "collection.deleted",
                Map.of("id", id, "documents", collection.documents()));
    }

    /** @return whether the account was no reader before */
    boolean share(UUID collection, UUID account) {
        return turns.ofCollection(collection, handle -> DocumentRights.share(handle, collection, account));
    }

    /**
     * From then on nothing of the collection is found by the account; {@link #placeRestricted} follows.
     *
     * @return whether the account was a reader
     */
    boolean withdraw(UUID collection, UUID account) {
        return turns.ofCollection(collection, handle -> DocumentRights.withdraw(handle, collection, account));
    }

    /** Brings the index up to the readers of a collection's restricted documents. */
    void placeRestricted(UUID collection) {
        changes.place(turns.ofCollection(collection, handle -> DocumentRights.restricted(handle, collection)));
    }

    /** Keeps a document from all of its collection's readers but those, from the next search on. */
    void restrict(UUID id, Set<String> readers) {
        changes.change(id, handle -> DocumentRights.restrict(handle, id, readers));
    }

    /** Lets all of its collection's readers find a document, from the next search on. */
    void open(UUID id) {
        changes.change(id, handle -> DocumentRights.open(handle, id));
    }

    /** Puts a document into another collection, where it is found from the next search on. */
    void move(UUID id, UUID collection) {
        changes.change(id, handle -> DocumentRights.move(handle, id, collection));
    }

    /**
     * Embeds a document anew and writes it in the encoding that is set now; its old form stays in the files until {@link #purge}.
     *
     * @return whether it was still there
     */
    boolean reindex(UUID id) {
        return index.whole(id.toString())
                .filter(before -> changes.rewrite(id, ingestion.vectors(before.passages(), done -> {})))
                .isPresent();
    }

    void purge() {
        index.purge();
    }

    DocumentText text(Caller caller, UUID id) {
        catalog.get(caller, id);
        return index.document(id.toString())
                .orElseThrow(() -> Refusal.notFound("The document"))
                .content();
    }

    /**
     * Reads the texts of a collection's documents that the caller may read, the newest first.
     *
     * @param reader takes a text and tells whether it wants another
     */
    public void eachText(Caller caller, UUID collection, Predicate<String> reader) {
        for (StoredDocument document : catalog.list(caller, collection)) {
            boolean more = index.document(document.id().toString())
                    .map(found -> reader.test(found.content().text()))
                    .orElse(true);
            if (!more) {
                return;
            }
        }
    }

    Passage passage(Caller caller, String id) {
        Optional<UUID> document = documentOf(id);
        // Whether there is such a passage is nobody's business who may not read it.
        return document.filter(one -> !catalog.list(caller, Set.of(one)).isEmpty())
                .flatMap(one -> index.passage(id))
                .filter(passage ->
                        passage.documentId().equals(document.orElseThrow().toString()))
                .orElseThrow(() -> Refusal.notFound("The passage"));
    }

    /** A passage's id begins with its document's. */
    private static Optional<UUID> documentOf(String passage) {
        try {
            return Optional.of(UUID.fromString(passage.substring(0, Math.max(0, passage.indexOf('#')))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Narrows a search to collections; refuses those that the caller may not read. None narrows nothing. */
    public Filter within(Caller caller, Set<UUID> chosen) {
        return Filter.ofCollections(collections.keys(caller, chosen));
    }

    /**
     * The passages of the documents that the caller may read that fit a question, best first. What the caller may read is
     * looked up for each search and is a part of it.
     */
    public List<Found> search(Caller caller, Filter filter, String question, float[] vector, int limit) {
        List<Hit> hits = index.search(new Query(
                caller.tenant(),
                Optional.of(caller.account().toString()),
                collections.keys(caller),
                filter,
                question,
                vector,
                limit));
        Set<UUID> ids = hits.stream()
                .map(hit -> UUID.fromString(hit.passage().documentId()))
                .collect(Collectors.toSet());
        Map<String, StoredDocument> documents = catalog.list(caller, ids).stream()
                .collect(Collectors.toMap(document -> document.id().toString(), Function.identity()));
        // What was deleted or withdrawn since the search began is left out.
        return hits.stream()
                .flatMap(hit -> Optional.ofNullable(documents.get(hit.passage().documentId()))
                        .map(document -> new Found(hit, document))
                        .stream())
                .toList();
    }

    /**
     * All passages of an account's documents that are not restricted, for whoever offers them to other organisations.
     *
     * @throws SetupException USAGE where there is no such account
     */
    public static List<Entry> offered(Jdbi jdbi, Home home, String account) {
        UUID id = jdbi.withHandle(handle -> handle.createQuery("select id from account where name = :name")
                        .bind("name", account)
                        .mapTo(UUID.class)
                        .findOne())
                .orElseThrow(() -> new SetupException(
                        SetupException.Code.USAGE, "There is no account " + account + ". Nothing was offered."));
        return PassageReader.read(home.index().resolve(Tenant.OWN), DocumentCatalog.open(jdbi, id)).stream()
                .map(one -> new Entry(one.documentName(), one.passage().searchable(), one.vector()))
                .toList();
    }
}
