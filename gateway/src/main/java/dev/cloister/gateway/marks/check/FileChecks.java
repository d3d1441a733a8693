package dev.cloister.gateway.marks.check;

import dev.cloister.gateway.home.Home;
import dev.cloister.gateway.home.Jars;
import dev.cloister.gateway.identity.Caller;
import dev.cloister.gateway.ledger.Ledger;
import dev.cloister.gateway.problem.Problems;
import dev.cloister.gateway.problem.Refusal;
import dev.cloister.gateway.upload.Upload;
import dev.cloister.inference.ProcessLauncher;
import dev.cloister.retrieval.ingest.DocumentParser;
import dev.cloister.retrieval.ingest.ParserRuntime;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * Checks whole files, one after the other, and tells how far it is. Files are read in a sandbox and deleted after their
 * check; results are kept until they are cleared or the gateway stops.
 */
@ApplicationScoped
public class FileChecks {

    private static final int MOST_FILES = 100;
    private static final long MOST_BYTES = 200L << 20;
    private static final int AT_ONCE = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TextCheck check;
    private final Ledger ledger;
    private final DocumentParser parser;
    private final Path uploads;
    private final Map<UUID, Map<UUID, CheckedFile>> files = new ConcurrentHashMap<>();
    private final ExecutorService worker = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("file-check").factory());

    public FileChecks(TextCheck check, Ledger ledger, ProcessLauncher launcher, Home home) {
        this.check = check;
        this.ledger = ledger;
        this.parser = new DocumentParser(
                launcher, new ParserRuntime(Path.of(System.getProperty("java.home")), Jars.ofParser(), PATIENCE));
        this.uploads = home.run();
    }

    /** What a stop left behind is deleted: files are not kept. */
    void onStart(@Observes @Priority(1) StartupEvent event) throws IOException {
        Upload.deleteLeft(uploads);
    }

    @PreDestroy
    void close() {
        worker.shutdownNow();
    }

    /** The caller's files, the first sent first. */
    List<CheckedFile> list(Caller caller) {
        Map<UUID, CheckedFile> own = files.getOrDefault(caller.account(), Map.of());
        synchronized (own) {
            return List.copyOf(own.values());
        }
    }

    /** Receives a file; the check follows. */
    CheckedFile add(Caller caller, String name, InputStream body) throws IOException {
        Map<UUID, CheckedFile> own = own(caller);
        CheckedFile place = CheckedFile.waiting(UUID.randomUUID(), name, 0);
        synchronized (own) {
            requirePlace(own);
            own.put(place.id(), place);
        }
        try {
            Upload upload = Upload.receive(body, uploads, DocumentParser.MAX_BYTES, "TOO_LARGE");
            CheckedFile file = CheckedFile.waiting(place.id(), name, upload.bytes());
            update(caller, file.id(), known -> file);
            worker.execute(() -> check(caller, file, upload));
            return file;
        } catch (IOException | RuntimeException e) {
            synchronized (own) {
                own.remove(place.id());
            }
            throw e;
        }
    }

    /** Forgets the caller's files whose checks are over. */
    void clear(Caller caller) {
        Map<UUID, CheckedFile> own = own(caller);
        synchronized (own) {
            own.values().removeIf(CheckedFile::ended);
        }
    }

    private void check(Caller caller, CheckedFile file, Upload upload) {
        try (upload) {
            update(caller, file.id(), known -> known.now(CheckedFile.State.READING));
            byte[] content = upload.content();
            String text = CheckedText.of(parser.parse(file.name(), content).text());
            update(caller, file.id(), known -> known.now(CheckedFile.State.CHECKING));
            var report = WatermarkResource.Report.of(
                    check.checkPatiently(caller.tenant(), text, CheckedText.written(content)));
            update(caller, file.id(), known -> known.done(report));
            ledger.append(
                    caller.tenant(),
                    caller.name(),
                    "watermark.checked",
                    Map.of("file", file.id(), "verdict", report.verdict(), "tokensScored", report.tokensScored()));
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            update(caller, file.id(), known -> known.failed(Problems.of(e)));
        }
    }

    private void update(Caller caller, UUID id, UnaryOperator<CheckedFile> change) {
        Map<UUID, CheckedFile> own = own(caller);
        synchronized (own) {
            own.computeIfPresent(id, (same, known) -> change.apply(known));
        }
    }

    private Map<UUID, CheckedFile> own(Caller caller) {
        return files.computeIfAbsent(caller.account(), same -> new LinkedHashMap<>());
    }

    private static void requirePlace(Map<UUID, CheckedFile> own) {
        long bytes = own.values().stream()
                .filter(file -> !file.ended())
                .mapToLong(CheckedFile::bytes)
                .sum();
        if (own.size() >= MOST_FILES || bytes >= MOST_BYTES) {
            throw new Refusal(
                    429,
                    "TOO_MANY_FILES",
                    "There are " + MOST_FILES + " files in your list, or " + (MOST_BYTES >> 20) + " MB wait in it.",
                    "The file was not taken. Clear the list, or wait until files were checked.");
        }
    }
}
