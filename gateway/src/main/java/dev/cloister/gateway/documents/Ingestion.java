package dev.cloister.gateway.documents;

import dev.cloister.gateway.home.Jars;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.gateway.upload.Upload;
import dev.cloister.inference.Engine;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.ingest.Chunker;
import dev.cloister.retrieval.ingest.DocumentParser;
import dev.cloister.retrieval.ingest.DocumentType;
import dev.cloister.retrieval.ingest.ParserRuntime;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/** Makes passages with vectors of files. */
@ApplicationScoped
public class Ingestion {

    private static final Duration PARSER_TIMEOUT = Duration.ofSeconds(60);
    private static final int EMBEDDED_AT_ONCE = 32;
    private static final int PARSED_AT_ONCE = 2;

    private final Engine engine;
    private final DocumentParser parser;
    private final ExecutorService parsing = Executors.newFixedThreadPool(
            PARSED_AT_ONCE,
            Thread.ofPlatform().daemon().name("document-parser-", 0).factory());

    public Ingestion(Engine engine, ProcessLauncher launcher) {
        this.engine = engine;
        this.parser = new DocumentParser(
                launcher, new ParserRuntime(Path.of(System.getProperty("java.home")), Jars.ofParser(), PARSER_TIMEOUT));
    }

    @PreDestroy
    void close() {
        parsing.shutdownNow();
    }

    /**
     * A file's text.
     *
     * @param type what the file was taken for
     */
    record Parsed(DocumentType type, DocumentText text) {}

    /** On a platform thread: reading a process's pipe would hold the carrier of a request's virtual thread. */
    Parsed parse(String name, Upload upload) {
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

    List<Passage> passages(String id, Parsed parsed) {
        List<Passage> passages = Chunker.passages(id, parsed.type(), parsed.text());
        if (passages.isEmpty()) {
            throw new Refusal(
                    422,
                    "DOCUMENT_EMPTY",
                    "The document holds no text.",
                    "Nothing was stored. A scanned PDF needs text recognition first.");
        }
        return passages;
    }

    /** @param embedded hears how many of the passages are done */
    List<float[]> vectors(List<Passage> passages, IntConsumer embedded) {
        List<float[]> vectors = new ArrayList<>();
        for (int from = 0; from < passages.size(); from += EMBEDDED_AT_ONCE) {
            vectors.addAll(
                    engine.embed(passages.subList(from, Math.min(passages.size(), from + EMBEDDED_AT_ONCE)).stream()
                            .map(Passage::searchable)
                            .toList()));
            embedded.accept(vectors.size());
        }
        return vectors;
    }
}
