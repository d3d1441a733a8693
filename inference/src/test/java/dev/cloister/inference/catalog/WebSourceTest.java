package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogException.Code;
import dev.cloister.inference.gguf.GgufBytes;
import dev.cloister.inference.http.RawServer;
import dev.cloister.inference.http.RawServer.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WebSourceTest {

    private static final byte[] FILE = GgufBytes.tinyModel(3000);
    private static final byte[] OTHER = GgufBytes.tinyModel(3001);
    private static final long LIMIT = 10 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path home;

    private final List<String> notes = new ArrayList<>();

    @Test
    void fetchesAFileAndKeepsWhatItsHeaderSays() throws IOException {
        try (RawServer server = new RawServer((request, out) -> send(out, 200, FILE, "Repr-Digest: " + digest(FILE)))) {
            ModelFile model =
                    source().add(server.address("/some/Tiny_Model.gguf"), Optional.empty(), Optional.empty(), LIMIT);
            assertEquals("tiny_model", model.name());
            assertEquals("mit", model.licence());
            assertEquals(512, model.contextTokens());
            // Two layers of two heads of 16 keys and 16 values, two bytes each.
            assertEquals(2 * 2 * 32 * 2, model.shape().cacheBytesPerToken());
            assertArrayEquals(FILE, Files.readAllBytes(library().path(model)));
            assertEquals(
                    List.of("tiny_model.gguf", "models.json", "models.lock").stream()
                            .sorted()
                            .toList(),
                    files());
        }
    }

    @Test
    void goesOnWhereTheConnectionBroke() throws IOException {
        try (RawServer server =
                new RawServer((request, out) -> sendRange(request, out, FILE, "\"one\"", FILE.length / 4))) {
            ModelFile model = add(server);
            assertArrayEquals(FILE, Files.readAllBytes(library().path(model)));
            List<Request> asked = server.requests();
            assertTrue(asked.size() >= 4, asked::toString);
            assertEquals("", asked.getFirst().header("Range"));
            assertTrue(asked.stream()
                    .skip(1)
                    .allMatch(request -> request.header("Range").startsWith("bytes=")
                            && request.header("If-Range").equals("\"one\"")));
        }
    }

    @Test
    void goesOnInALaterRun() throws IOException {
        AtomicBoolean mended = new AtomicBoolean();
        try (RawServer server = new RawServer((request, out) -> {
            if (request.number() == 0) {
                sendRange(request, out, FILE, "\"one\"", 70_000);
            } else if (mended.get()) {
                sendRange(request, out, FILE, "\"one\"", FILE.length);
            } else {
                send(out, 503, new byte[0]);
            }
        })) {
            CatalogException broken = assertThrows(CatalogException.class, () -> add(server));
            assertEquals(Code.DOWNLOAD_INTERRUPTED, broken.code());
            assertTrue(String.valueOf(broken.getMessage()).contains("70,000 bytes are kept"), broken::getMessage);
            mended.set(true);
            ModelFile model = add(server);
            assertEquals("bytes=70000-", server.requests().getLast().header("Range"));
            assertArrayEquals(FILE, Files.readAllBytes(library().path(model)));
        }
    }

    @Test
    void neverGluesTwoFilesTogether() throws IOException {
        try (RawServer server = new RawServer((request, out) -> {
            boolean before = request.number() == 0;
            sendRange(
                    request,
                    out,
                    before ? FILE : OTHER,
                    before ? "\"one\"" : "\"two\"",
                    before ? 70_000 : OTHER.length);
        })) {
            ModelFile model = add(server);
            assertArrayEquals(OTHER, Files.readAllBytes(library().path(model)));
            assertTrue(notes.stream().anyMatch(note -> note.contains("changed")), notes::toString);
        }
    }

    @Test
    void distrustsAServerThatSendsTheRestOfAnotherFile() throws IOException {
        try (RawServer server = new RawServer((request, out) -> {
            if (request.number() == 0) {
                sendRange(request, out, FILE, "\"one\"", 70_000);
            } else if (request.header("Range").isEmpty()) {
                send(out, 200, OTHER, "ETag: \"two\"");
            } else {
                // Ignores If-Range.
                byte[] rest = Arrays.copyOfRange(OTHER, 70_000, OTHER.length);
                send(
                        out,
                        206,
                        rest,
                        "ETag: \"two\"",
                        "Content-Range: bytes 70000-%d/%d".formatted(OTHER.length - 1, OTHER.length));
            }
        })) {
            assertArrayEquals(OTHER, Files.readAllBytes(library().path(add(server))));
        }
    }

    @Test
    void givesUpOnAFileThatChangesAgainAndAgain() {
        try (RawServer server = new RawServer(
                (request, out) -> sendRange(request, out, FILE, "\"" + request.number() + "\"", 70_000))) {
            assertEquals(Code.DOWNLOAD_REFUSED, refusal(server, LIMIT));
            assertTrue(server.requests().size() < 20, "it does not ask for ever");
        }
    }

    @Test
    void anAnnouncedLengthThatNeverComesIsABreak() throws IOException {
        try (RawServer server = new RawServer((request, out) ->
                head(out, 200, FILE.length + 10, "ETag: \"one\"").write(FILE))) {
            assertEquals(Code.DOWNLOAD_INTERRUPTED, refusal(server, LIMIT));
            assertTrue(library().installed().isEmpty());
        }
    }

    @Test
    void aLengthThatIsTooShortMakesNoModel() {
        try (RawServer server = new RawServer((request, out) ->
                head(out, 200, FILE.length - 10, "ETag: \"one\"").write(FILE))) {
            assertEquals(Code.MODEL_INVALID, refusal(server, LIMIT));
            assertEquals(
                    List.of(),
                    files().stream().filter(file -> file.endsWith(".gguf")).toList());
        }
    }

    @Test
    void anUnsatisfiableRangeBeginsAnew() throws IOException {
        try (RawServer server = new RawServer((request, out) -> {
            if (request.number() == 0) {
                sendRange(request, out, FILE, "\"one\"", 70_000);
            } else if (request.header("Range").isEmpty()) {
                send(out, 200, OTHER);
            } else {
                send(out, 416, new byte[0], "Content-Range: bytes */100");
            }
        })) {
            assertArrayEquals(OTHER, Files.readAllBytes(library().path(add(server))));
        }
    }

    @Test
    void aSilentServerIsLeft() {
        CountDownLatch never = new CountDownLatch(1);
        try (RawServer server = new RawServer((request, out) -> {
            head(out, 200, FILE.length, "ETag: \"one\"").write(FILE, 0, 1000);
            out.flush();
            never.await();
        })) {
            assertEquals(Code.DOWNLOAD_INTERRUPTED, refusal(server, LIMIT));
        } finally {
            never.countDown();
        }
    }

    @Test
    void followsRedirectsAndTakesTheHubsChecksum() throws IOException {
        try (RawServer server = new RawServer((request, out) -> {
            if (request.path().startsWith("/owner/")) {
                RawServer.write(
                        out,
                        "HTTP/1.1 302 Found\r\nLocation: /store/1?signature=x\r\nX-Linked-ETag: \"%s\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .formatted(hex(request.path().contains("wrong") ? OTHER : FILE)));
            } else {
                send(out, 200, FILE);
            }
        })) {
            String address = WebSource.atHub("hf:owner/repo/tiny.gguf@v1", Optional.of(server.address("/")));
            ModelFile model = source().add(address, Optional.empty(), Optional.empty(), LIMIT);
            assertEquals(
                    "/owner/repo/resolve/v1/tiny.gguf",
                    server.requests().getFirst().path());
            assertEquals(hex(FILE), model.sha256());
            String wrong = WebSource.atHub("hf:owner/repo/wrong.gguf", Optional.of(server.address("/")));
            CatalogException mismatch = assertThrows(
                    CatalogException.class, () -> source().add(wrong, Optional.empty(), Optional.empty(), LIMIT));
            assertEquals(Code.CHECKSUM_MISMATCH, mismatch.code());
            assertFalse(Files.exists(home.resolve("wrong.gguf")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://192.0.2.1/x.gguf",
                "ftp://127.0.0.1/x.gguf",
                "https://user:key@127.0.0.1/x.gguf",
                "/again"
            })
    void followsNoRedirectThatLeadsAstray(String target) {
        try (RawServer server = new RawServer((request, out) -> RawServer.write(
                out,
                "HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .formatted(target)))) {
            assertEquals(Code.DOWNLOAD_REFUSED, refusal(server, LIMIT));
        }
    }

    @Test
    void saysWhatAServersStatusMeans() {
        assertEquals(Code.DOWNLOAD_NOT_FOUND, refusalOfStatus(404));
        assertEquals(Code.DOWNLOAD_REFUSED, refusalOfStatus(403));
        assertEquals(Code.DOWNLOAD_REFUSED, refusalOfStatus(418));
        assertEquals(Code.DOWNLOAD_INTERRUPTED, refusalOfStatus(503));
    }

    @Test
    void refusesAPageInPlaceOfTheFile() {
        try (RawServer server = new RawServer((request, out) ->
                send(out, 200, "<html>Sign in</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))) {
            assertEquals(Code.DOWNLOAD_REFUSED, refusal(server, LIMIT));
        }
    }

    @Test
    void refusesWhatIsTooLargeWhetherOrNotItIsAnnounced() {
        try (RawServer server = new RawServer((request, out) -> send(out, 200, FILE))) {
            assertEquals(Code.TOO_LARGE, refusal(server, 1000));
        }
        try (RawServer server = new RawServer((request, out) -> {
            RawServer.write(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            out.write(FILE);
        })) {
            assertEquals(Code.TOO_LARGE, refusal(server, 1000));
        }
    }

    @Test
    void refusesAFileThatTheDiskCannotHold() {
        try (RawServer server = new RawServer((request, out) -> RawServer.write(
                out, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\nGGUF".formatted(1L << 60)))) {
            assertEquals(Code.DISK_FULL, refusal(server, Long.MAX_VALUE));
        }
    }

    @Test
    void refusesAddressesThatMayNotBeCalled() {
        for (String address : List.of(
                "http://192.0.2.1/a.gguf",
                "file:///a.gguf",
                "https://host/a.bin",
                "https:///a.gguf",
                "https://a b/c.gguf")) {
            CatalogException refused = assertThrows(
                    CatalogException.class, () -> source().add(address, Optional.empty(), Optional.empty(), LIMIT));
            assertEquals(Code.ADDRESS_REFUSED, refused.code(), address);
        }
        assertEquals(
                Code.HUB_UNSET,
                assertThrows(CatalogException.class, () -> WebSource.atHub("hf:a/b/c.gguf", Optional.empty()))
                        .code());
    }

    private ModelFile add(RawServer server) {
        return source().add(server.address("/tiny.gguf"), Optional.empty(), Optional.empty(), LIMIT);
    }

    private Code refusal(RawServer server, long limit) {
        return assertThrows(CatalogException.class, () -> source().add(
                                server.address("/tiny.gguf"), Optional.empty(), Optional.empty(), limit))
                .code();
    }

    private Code refusalOfStatus(int status) {
        try (RawServer server = new RawServer((request, out) -> send(out, status, new byte[0]))) {
            return refusal(server, LIMIT);
        }
    }

    private WebSource source() {
        Progress progress = new Progress() {
            @Override
            public void moved(long bytes, OptionalLong total) {
                assertTrue(bytes > 0);
            }

            @Override
            public void note(String line) {
                notes.add(line);
            }
        };
        return new WebSource(
                library(),
                Clock.systemUTC(),
                progress,
                new WebSource.Pace(Duration.ofMillis(300), Duration.ofMillis(1)));
    }

    private ModelLibrary library() {
        return new ModelLibrary(home, home);
    }

    private List<String> files() {
        try (var files = Files.list(home)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Answers as a server that knows ranges, but breaks off after so many bytes. */
    private static void sendRange(Request request, OutputStream out, byte[] file, String tag, int most)
            throws IOException {
        String range = request.header("Range");
        boolean part = !range.isEmpty() && request.header("If-Range").equals(tag);
        int from = part ? Integer.parseInt(range.substring("bytes=".length(), range.length() - 1)) : 0;
        head(
                        out,
                        part ? 206 : 200,
                        file.length - from,
                        "ETag: " + tag,
                        part
                                ? "Content-Range: bytes %d-%d/%d".formatted(from, file.length - 1, file.length)
                                : "Accept-Ranges: bytes")
                .write(file, from, Math.min(most, file.length - from));
    }

    private static void send(OutputStream out, int status, byte[] body, String... headers) throws IOException {
        head(out, status, body.length, headers).write(body);
    }

    private static OutputStream head(OutputStream out, int status, int length, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(
                "HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n".formatted(status, length));
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        RawServer.write(out, head.append("\r\n").toString());
        return out;
    }

    private static String digest(byte[] file) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(sha256(file)) + ":";
    }

    private static String hex(byte[] file) {
        return java.util.HexFormat.of().formatHex(sha256(file));
    }

    private static byte[] sha256(byte[] file) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(file);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
