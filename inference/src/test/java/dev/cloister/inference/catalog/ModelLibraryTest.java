package dev.cloister.inference.catalog;

import dev.cloister.inference.Downloads;
import dev.cloister.inference.catalog.CatalogException.Code;
import dev.cloister.inference.gguf.GgufBytes;
import dev.cloister.inference.llama.NativeFiles;
import dev.cloister.inference.remote.KeySource;
import dev.cloister.inference.remote.ServerKind;
import dev.cloister.inference.remote.ServerLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ModelLibraryTest {

    private static final ServerLimits LIMITS = new ServerLimits(ServerKind.VLLM, 8192, 300, 5, true, true);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void theDefaultNeedsNoAddingOnceItsFileIsThere() {
        assertEquals("smollm2-135m-instruct", library().inUse().name());
        assertTrue(library().installed().isEmpty(), "its file is not there");
        ModelLibrary shared = new ModelLibrary(folder, Downloads.model().resolveSibling(""));
        assertEquals(List.of(shared.standard()), shared.installed());
        assertEquals(Downloads.model().toAbsolutePath(), shared.path(shared.standard()));
    }

    @Test
    void remembersEverythingAboutWhatWasAdded() throws IOException {
        ModelFile file = add("tiny");
        ModelServer server = new ServerSource(library(), folder)
                .add(
                        "far",
                        "https://192.0.2.1/v1/",
                        "m",
                        new KeySource.Variable("KEY"),
                        LIMITS,
                        Optional.empty(),
                        Instant.EPOCH);
        assertEquals("https://192.0.2.1/v1", server.address().toString());
        library().use("far");
        assertEquals(List.of(file, server), library().installed());
        assertEquals(server, library().inUse());
    }

    @Test
    void keepsTheModelInUseAndItsFile() throws IOException {
        ModelFile file = add("tiny");
        library().use("tiny");
        assertEquals(Code.MODEL_IN_USE, code(() -> library().remove("tiny")));
        assertTrue(Files.exists(library().path(file)));
        Files.delete(library().path(file));
        assertEquals(Code.MODEL_MISSING, code(() -> library().use("tiny")));
    }

    @Test
    void removingFreesTheFileAndWhatADownloadLeft() throws IOException {
        ModelFile file = add("tiny");
        Files.write(folder.resolve("tiny.gguf.part"), new byte[10]);
        assertEquals(file.bytes() + 10, library().remove("tiny"));
        assertFalse(Files.exists(library().path(file)));
        Files.write(folder.resolve("broken.gguf.part"), new byte[7]);
        assertEquals(7, library().remove("broken"));
        assertEquals(Code.MODEL_UNKNOWN, code(() -> library().remove("broken")));
    }

    @Test
    void refusesNamesThatAreTakenOrCannotBeOne() throws IOException {
        add("tiny");
        assertEquals(Code.MODEL_EXISTS, code(() -> add("tiny")));
        for (String name : List.of("cloister", "", "../x", "A", "-x", "x".repeat(64))) {
            assertEquals(Code.NAME_INVALID, code(() -> add(name)), name);
        }
    }

    @Test
    void neverOverwritesAFileThatIsNotItsOwn() throws IOException {
        Path other = Files.write(folder.resolve("tiny.gguf"), new byte[] {1});
        assertEquals(Code.MODEL_EXISTS, code(() -> add("tiny")));
        assertEquals(1, Files.size(other));
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".copy")));
        }
    }

    @Test
    void oneOfSeveralWhoAddTheSameNameAtOnceWins() throws Exception {
        List<Path> sources = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sources.add(Files.write(folder.resolve("source" + i), GgufBytes.tinyModel(100 + i)));
        }
        List<ModelFile> added = Collections.synchronizedList(new ArrayList<>());
        List<Code> refused = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = sources.stream()
                .map(source -> Thread.ofPlatform().start(() -> {
                    try {
                        added.add(new FileSource(library(), Clock.systemUTC())
                                .add(source, Optional.of("tiny"), Optional.empty(), false));
                    } catch (CatalogException e) {
                        refused.add(e.code());
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(1, added.size());
        assertEquals(5, refused.size());
        assertTrue(Set.of(Code.MODEL_EXISTS, Code.NAME_BUSY).containsAll(refused), refused::toString);
        assertEquals(List.of(added.getFirst()), library().installed());
        Path file = library().path(added.getFirst());
        assertEquals(added.getFirst().sha256(), NativeFiles.sha256(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.noneMatch(left -> left.toString().endsWith(".copy")));
        }
    }

    @Test
    void aNameThatAnotherCommandAddsIsBusy() throws IOException {
        try (NameLock lock = library().lock("tiny")) {
            assertEquals(Code.NAME_BUSY, code(() -> add("tiny")));
            assertEquals("other", add("other").name());
        }
        assertEquals("tiny", add("tiny").name());
        assertEquals(Code.MODEL_EXISTS, code(() -> library().lock("tiny")));
        assertFalse(Files.exists(folder.resolve("tiny.gguf.lock")));
    }

    @Test
    void removingFreesCopiesThatWereNotFinished() throws IOException {
        Files.write(folder.resolve("tiny.gguf.123.copy"), new byte[9]);
        assertEquals(9, library().remove("tiny"));
    }

    @Test
    void refusesAFileOfAnotherChecksum() throws IOException {
        Path file = Files.write(folder.resolve("own.gguf"), GgufBytes.tinyModel(1));
        FileSource source = new FileSource(library(), Clock.systemUTC());
        Optional<String> wrong = Optional.of("0".repeat(64));
        assertEquals(Code.CHECKSUM_MISMATCH, code(() -> source.add(file, Optional.of("x"), wrong, false)));
        assertEquals(Code.CHECKSUM_MISMATCH, code(() -> source.add(file, Optional.of("x"), wrong, true)));
        assertTrue(library().installed().isEmpty());
    }

    @Test
    void aDamagedListIsSaidAndKept() throws IOException {
        for (String content : List.of(
                "",
                "{",
                "[]",
                "{\"inUse\":null}",
                "{\"inUse\":null,\"models\":[{\"kind\":\"file\"}]}",
                "{\"inUse\":null,\"models\":[],\"more\":1}")) {
            Files.writeString(folder.resolve("models.json"), content);
            assertEquals(Code.REGISTRY_DAMAGED, code(() -> library().installed()), content);
            assertEquals(Code.REGISTRY_DAMAGED, code(() -> library().remove("x")), content);
            assertEquals(content, Files.readString(folder.resolve("models.json")));
        }
    }

    @Test
    void aServersTokenizerIsAFileThatLiesHereAndStays() throws IOException {
        ModelFile file = add("tiny");
        ModelServer server = addServer("far", Optional.of("tiny"));
        assertEquals(Optional.of(file), library().tokenizer(server));
        assertEquals(List.of(file, server), library().installed());
        for (String other : List.of("far", "nothing")) {
            assertEquals(Code.TOKENIZER_INVALID, code(() -> addServer("further", Optional.of(other))), other);
        }
        assertEquals(Code.MODEL_IN_USE, code(() -> library().remove("tiny")));
        assertTrue(Files.exists(library().path(file)));
        Files.delete(library().path(file));
        assertEquals(Code.TOKENIZER_INVALID, code(() -> library().tokenizer(server)));
        library().remove("far");
        library().remove("tiny");
        assertTrue(library().installed().isEmpty());
    }

    @Test
    void serversOfBeforeTokenizersHaveNone() throws IOException {
        ModelServer server = addServer("far", Optional.empty());
        Path list = folder.resolve("models.json");
        String written = Files.readString(list);
        String before = written.replaceFirst("\"tokenizer\" : null,\\s*", "");
        assertNotEquals(written, before);
        Files.writeString(list, before);
        assertEquals(List.of(server), library().installed());
    }

    private ModelServer addServer(String name, Optional<String> tokenizer) {
        return new ServerSource(library(), folder)
                .add(name, "https://192.0.2.1/v1", "m", new KeySource.None(), LIMITS, tokenizer, Instant.EPOCH);
    }

    @Test
    void changesOfSeveralThreadsAllCount() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(i -> Thread.ofPlatform().start(() -> new ServerSource(library(), folder)
                        .add(
                                "far" + i,
                                "https://192.0.2.1/v1",
                                "m",
                                new KeySource.None(),
                                LIMITS,
                                Optional.empty(),
                                Instant.EPOCH)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(8, library().installed().size());
    }

    private ModelFile add(String name) throws IOException {
        Path file = Files.write(folder.resolve("source.gguf"), GgufBytes.tinyModel(1));
        return new FileSource(library(), Clock.systemUTC()).add(file, Optional.of(name), Optional.empty(), false);
    }

    private static Code code(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(CatalogException.class, action).code();
    }

    private ModelLibrary library() {
        return new ModelLibrary(folder, folder.resolve("downloads"));
    }
}
