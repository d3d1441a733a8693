package dev.cloister.gateway.documents;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.Jars;
import dev.cloister.gateway.home.SetupException;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.gateway.upload.Upload;
import dev.cloister.inference.Engine;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.federation.offer.Entry;
import dev.cloister.retrieval.ingest.Chunker;
import dev.cloister.retrieval.ingest.DocumentParser;
import dev.cloister.retrieval.ingest.DocumentType;
import dev.cloister.retrieval.ingest.ParserRuntime;
import dev.cloister.retrieval.search.CollectionReader;
import dev.cloister.retrieval.search.DocumentIndex;
import dev.cloister.retrieval.search.Hit;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Each account's documents. A document is either whole, searchable and listed, or not there. */
@ApplicationScoped
public class Library {

    /** Most bytes of one document. */
    static final long UPLOAD_LIMIT = DocumentParser.MAX_BYTES;

    private static final String TENANT = "default";
    private static final Duration PARSER_TIMEOUT = Duration.ofSeconds(60);
    private static final int EMBEDDED_AT_ONCE = 32;
    private static final int PARSED_AT_ONCE = 2;

    private final DocumentCatalog catalog;
    private final Engine engine;
    private final Ledger ledger;
    private final DocumentParser parser;
    private final DocumentIndex index;
    private final Clock clock;
    private final Path uploads;
    private final ExecutorService parsing = Executors.newFixedThreadPool(
            PARSED_AT_ONCE,
            Thread.ofPlatform().daemon().name("document-parser-", 0).factory());

    /** @param encoding of the vectors: float, byte, seven-bit or one-bit */
    public Library(
            DocumentCatalog catalog,
            Engine engine,
            Ledger ledger,
            ProcessLauncher launcher,
            Home home,
            Clock clock,
            @ConfigProperty(name = "cloister.documents.vectors", defaultValue = "byte") VectorEncoding encoding) {
        this.catalog = catalog;
        this.engine = engine;
        this.ledger = ledger;
        this.parser = new DocumentParser(
                launcher, new ParserRuntime(Path.of(System.getProperty("java.home")), Jars.ofParser(), PARSER_TIMEOUT));
        this.clock = clock;
        this.uploads = home.run();
        this.index = DocumentIndex.open(home.index().resolve(TENANT), TENANT, encoding);
    }

    @PreDestroy
    void close() {
        parsing.shutdownNow();
        index.close();
    }

    public List<StoredDocument> list(Caller caller) {
        return catalog.list(caller);
    }

    /** Receives a file's bytes. */
    Upload receive(InputStream body) throws IOException {
        return Upload.receive(body, uploads, UPLOAD_LIMIT, "DOCUMENT_TOO_LARGE");
    }

    /** Parses, embeds and stores a file. */
    StoredDocument add(Caller caller, String name, String mediaType, Upload upload) {
        Parsed parsed = parse(name, upload);
        DocumentText text = parsed.text();
        UUID id = UUID.randomUUID();
        List<Passage> passages = Chunker.passages(id.toString(), parsed.type(), text);
        if (passages.isEmpty()) {
            throw new Refusal(
                    422,
                    "DOCUMENT_EMPTY",
                    "The document holds no text.",
                    "Nothing was stored. A scanned PDF needs text recognition first.");
        }
        List<float[]> vectors = new ArrayList<>();
        for (int from = 0; from < passages.size(); from += EMBEDDED_AT_ONCE) {
            vectors.addAll(
                    engine.embed(passages.subList(from, Math.min(passages.size(), from + EMBEDDED_AT_ONCE)).stream()
                            .map(Passage::searchable)
                            .toList()));
        }
        index.add(
                new Document(
                        id.toString(),
                        caller.tenant(),
                        collection(caller),
                        caller.name(),
                        Set.of(),
                        name,
                        mediaType,
                        clock.instant(),
                        text),
                passages,
                vectors);
        try {
            StoredDocument stored = catalog.add(
                    caller, id, name, mediaType, upload.bytes(), text.pages().size(), passages.size());
            ledger.append(
                    caller.tenant(),
                    caller.name(),
                    "document.added",
                    Map.of("id", id, "bytes", upload.bytes(), "passages", passages.size()));
            return stored;
        } catch (RuntimeException e) {
            index.delete(id.toString());
            throw e;
        }
    }

    public void delete(Caller caller, UUID id) {
        catalog.get(caller, id);
        index.delete(id.toString());
        catalog.remove(caller, id);
        ledger.append(caller.tenant(), caller.name(), "document.deleted", Map.of("id", id));
    }

    public DocumentText text(Caller caller, UUID id) {
        catalog.get(caller, id);
        return index.document(id.toString())
                .orElseThrow(() -> Refusal.notFound("The document"))
                .content();
    }

    public Passage passage(Caller caller, String id) {
        Passage passage = index.passage(id).orElseThrow(() -> Refusal.notFound("The passage"));
        catalog.get(caller, UUID.fromString(passage.documentId()));
        return passage;
    }

    /** The passages of the caller's documents that fit a question, best first. */
    public List<Hit> search(Caller caller, String question, float[] vector, int limit) {
        return index.search(new Query(caller.tenant(), Set.of(collection(caller)), question, vector, limit));
    }

    /** The document, unless it was deleted in the meantime. */
    public Optional<StoredDocument> find(Caller caller, UUID id) {
        return catalog.find(caller, id);
    }

    public StoredDocument document(Caller caller, UUID id) {
        return catalog.get(caller, id);
    }

    /** On a platform thread: reading a process's pipe would hold the carrier of a request's virtual thread. */
    private Parsed parse(String name, Upload upload) {
        try {
            return parsing.submit(() -> {
                        byte[] content = upload.content();
                        return new Parsed(DocumentType.of(name, content), parser.parse(name, content));
                    })
                    .get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RetrievalException known ? known : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private record Parsed(DocumentType type, DocumentText text) {}

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
        return CollectionReader.read(home.index().resolve(TENANT), collection(id)).stream()
                .map(one -> new Entry(one.documentName(), one.passage().searchable(), one.vector()))
                .toList();
    }

    private static String collection(Caller caller) {
        return collection(caller.account());
    }

    private static String collection(UUID account) {
        return "account:" + account;
    }
}
