package dev.cloister.gateway.documents;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.gateway.upload.Upload;
import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.federation.offer.Entry;
import dev.cloister.retrieval.ingest.DocumentParser;
import dev.cloister.retrieval.search.CollectionReader;
import dev.cloister.retrieval.search.DocumentIndex;
import dev.cloister.retrieval.search.Filter;
import dev.cloister.retrieval.search.Hit;
import dev.cloister.retrieval.search.IndexedDocument;
import dev.cloister.retrieval.search.Query;
import dev.cloister.retrieval.search.VectorEncoding;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The documents of all accounts. A document is either whole, searchable and listed, or not there. */
@ApplicationScoped
public class Library {

    /** Most bytes of one document. */
    static final long UPLOAD_LIMIT = DocumentParser.MAX_BYTES;

    private static final String TENANT = "default";

    private final DocumentCatalog catalog;
    private final CollectionCatalog collections;
    private final Ingestion ingestion;
    private final Ledger ledger;
    private final DocumentIndex index;
    private final Clock clock;
    private final Path uploads;

    /** @param encoding of the vectors: float, byte, seven-bit or one-bit */
    public Library(
            DocumentCatalog catalog,
            CollectionCatalog collections,
            Ingestion ingestion,
            Ledger ledger,
            Home home,
            Clock clock,
            @ConfigProperty(name = "cloister.documents.vectors", defaultValue = "byte") VectorEncoding encoding) {
        this.catalog = catalog;
        this.collections = collections;
        this.ingestion = ingestion;
        this.ledger = ledger;
        this.clock = clock;
        this.uploads = home.run();
        this.index = DocumentIndex.open(home.index().resolve(TENANT), TENANT, encoding);
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
        String key = collections.key(collection);
        arrival.reading();
        Ingestion.Parsed parsed = ingestion.parse(name, upload);
        String mediaType = parsed.type().mediaType();
        UUID id = UUID.randomUUID();
        List<Passage> passages = ingestion.passages(id.toString(), parsed);
        arrival.embedding(passages.size(), 0);
        List<float[]> vectors = ingestion.vectors(passages, done -> arrival.embedding(passages.size(), done));
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
        try {
            int pages = parsed.text().pages().size();
            StoredDocument stored =
                    catalog.add(caller, collection, id, name, mediaType, upload.bytes(), pages, passages.size());
            ledger.append(
                    caller.tenant(),
                    caller.name(),
                    "document.added",
                    Map.of("id", id, "collection", collection, "bytes", upload.bytes(), "passages", passages.size()));
            return stored;
        } catch (RuntimeException e) {
            catalog.remove(id, () -> index.delete(id.toString()));
            throw e;
        }
    }

    void delete(Caller caller, UUID id) {
        catalog.owned(caller, id);
        catalog.remove(id, () -> index.delete(id.toString()));
        ledger.append(caller.tenant(), caller.name(), "document.deleted", Map.of("id", id));
    }

    /** Deletes a collection with all its documents. */
    void deleteCollection(Caller caller, UUID id) {
        DocumentCollection collection = collections.owned(caller, id);
        String key = collections.key(id);
        collections.remove(id, () -> index.deleteCollection(key));
        ledger.append(
                caller.tenant(),
                caller.name(),
                "collection.deleted",
                Map.of("id", id, "documents", collection.documents()));
    }

    /**
     * Says which of its collection's readers may read a document, from the next search on.
     *
     * @param readers empty for all of them
     */
    void restrict(UUID id, Optional<Set<UUID>> readers) {
        change(
                id,
                document -> document.withReaders(names(readers)),
                handle -> DocumentCatalog.restrict(handle, id, readers));
    }

    /**
     * Puts a document into another collection, where it is found from the next search on.
     *
     * @param readers which of that collection's readers may read it; empty for all of them
     */
    void move(UUID id, UUID collection, Optional<Set<UUID>> readers) {
        String key = collections.key(collection);
        change(id, document -> document.withCollection(key).withReaders(names(readers)), handle -> {
            DocumentCatalog.move(handle, id, collection);
            DocumentCatalog.restrict(handle, id, readers);
        });
    }

    /** Changes a document's row and its entries in the index; both or neither, while nobody else does. */
    private void change(UUID id, UnaryOperator<Document> entries, Consumer<Handle> row) {
        boolean there = catalog.whileThere(id, handle -> {
            row.accept(handle);
            IndexedDocument whole = index.whole(id.toString()).orElseThrow(() -> Refusal.notFound("The document"));
            index.rewrite(new IndexedDocument(entries.apply(whole.document()), whole.passages(), whole.vectors()));
        });
        if (!there) {
            throw Refusal.notFound("The document");
        }
    }

    private static Optional<Set<String>> names(Optional<Set<UUID>> readers) {
        return readers.map(all -> all.stream().map(UUID::toString).collect(Collectors.toSet()));
    }

    /** Embeds a document anew and writes it in the encoding that is set; its old form stays in the files until {@link #purge}. */
    void reindex(UUID id) {
        index.whole(id.toString()).ifPresent(before -> {
            List<float[]> vectors = ingestion.vectors(before.passages(), done -> {});
            // Its readers may have changed meanwhile.
            catalog.whileThere(id, handle -> index.whole(id.toString())
                    .ifPresent(now -> index.rewrite(new IndexedDocument(now.document(), now.passages(), vectors))));
        });
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

    Passage passage(Caller caller, String id) {
        return index.passage(id)
                .filter(passage -> !catalog.list(caller, Set.of(UUID.fromString(passage.documentId())))
                        .isEmpty())
                .orElseThrow(() -> Refusal.notFound("The passage"));
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
     * All passages of an account's documents, for whoever offers them to other organisations.
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
        return CollectionReader.read(home.index().resolve(TENANT), CollectionCatalog.ownKeys(jdbi, id)).stream()
                .map(one -> new Entry(one.documentName(), one.passage().searchable(), one.vector()))
                .toList();
    }
}
