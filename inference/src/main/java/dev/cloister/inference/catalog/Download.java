package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogException.Code;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A download of one file that goes on after breaks (RFC 9110, section 14). What has come lies in a {@code .part} beside
 * which the server's name for that very file is kept; the rest is asked for under that name, so that halves of two
 * different files are never put together: where the server's file has changed, the download begins anew.
 */
final class Download {

    private static final int FRUITLESS_ATTEMPTS = 5;
    private static final int MOST_ATTEMPTS = 200;
    private static final int MOST_RESTARTS = 3;
    private static final int MAGIC = 0x47475546;

    private final URI address;
    private final Path part;
    private final Limits limits;
    private final Progress progress;
    private final FileRequests requests;
    private int restarts;

    /**
     * What a download may take.
     *
     * @param mostBytes the largest file
     * @param stall how long nothing may come before the connection is given up
     * @param pause how long to wait before the next attempt
     */
    record Limits(long mostBytes, Duration stall, Duration pause) {}

    Download(URI address, Path part, Limits limits, Progress progress, FileRequests requests) {
        this.address = address;
        this.part = part;
        this.limits = limits;
        this.progress = progress;
        this.requests = requests;
    }

    /**
     * Fetches the file into the part.
     *
     * @return what the server said of its SHA-256
     * @throws CatalogException DOWNLOAD_INTERRUPTED, after which the part is kept and another run goes on; TOO_LARGE,
     *     DISK_FULL, DOWNLOAD_NOT_FOUND, DOWNLOAD_REFUSED
     */
    Optional<String> run() {
        int fruitless = 0;
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            long before = have();
            try {
                Optional<PartState> complete = attempt();
                if (complete.isPresent()) {
                    return complete.get().sha256();
                }
            } catch (IOException e) {
                fruitless = have() > before ? 0 : fruitless + 1;
                if (fruitless == FRUITLESS_ATTEMPTS) {
                    throw interrupted(e);
                }
                progress.note("%s; trying again".formatted(e.getMessage()));
                LockSupport.parkNanos(limits.pause().toNanos() * (fruitless + 1));
            }
        }
        throw interrupted(new IOException("the connection broke " + MOST_ATTEMPTS + " times"));
    }

    /** One request; the state of the whole file where it brought the file's end. */
    private Optional<PartState> attempt() throws IOException {
        Optional<PartState> known = PartState.of(part, address);
        long have = known.isPresent() ? have() : 0;
        FileResponse response = requests.get(address, have, known.flatMap(PartState::validator));
        try {
            return switch (response.status()) {
                case 200 -> Optional.of(whole(response, known, have));
                case 206 -> rest(response, known, have);
                case 416 -> unsatisfied(response, known, have);
                case 404, 410 ->
                    throw new CatalogException(
                            Code.DOWNLOAD_NOT_FOUND,
                            "There is nothing at %s. Nothing was installed; see to the address's spelling."
                                    .formatted(FileRequests.shown(address)));
                case 401, 403 ->
                    throw FileRequests.refused(
                            address,
                            "it wants to know who asks (status %d); fetch the file by hand and add it as a file"
                                    .formatted(response.status()));
                case 408, 425, 429, 500, 502, 503, 504 ->
                    throw new IOException("the server answered with status " + response.status());
                default -> throw FileRequests.refused(address, "it answered with status " + response.status());
            };
        } finally {
            response.discard();
        }
    }

    private PartState whole(FileResponse response, Optional<PartState> known, long had) throws IOException {
        if (had > 0 && response.validator().equals(known.flatMap(PartState::validator))) {
            progress.note("the server sends the file in one piece only; beginning anew");
        } else if (had > 0) {
            progress.note("the server's file has changed; beginning anew");
            countRestart();
        }
        PartState state = new PartState(address, response.validator(), response.total(), response.sha256());
        return receive(response, state, 0);
    }

    private Optional<PartState> rest(FileResponse response, Optional<PartState> known, long have) throws IOException {
        boolean sameFile = known.isPresent()
                && response.from().equals(OptionalLong.of(have))
                && response.total().equals(known.get().total())
                && response.validator().equals(known.get().validator().filter(v -> response.validator()
                        .isPresent()))
                && (response.sha256().isEmpty()
                        || response.sha256().equals(known.get().sha256()));
        if (!sameFile) {
            beginAnew("the server's file has changed; beginning anew");
            return Optional.empty();
        }
        return Optional.of(receive(response, known.get(), have));
    }

    /** Nothing is left to send: either all has come, or the file has become shorter. */
    private Optional<PartState> unsatisfied(FileResponse response, Optional<PartState> known, long have)
            throws IOException {
        if (known.isPresent()
                && known.get().total().equals(OptionalLong.of(have))
                && response.total().equals(OptionalLong.of(have))) {
            return known;
        }
        beginAnew("the server's file has become shorter; beginning anew");
        return Optional.empty();
    }

    private PartState receive(FileResponse response, PartState state, long from) throws IOException {
        if (response.encoded()) {
            throw FileRequests.refused(address, "it sends the file compressed, though asked not to");
        }
        state.total().ifPresent(this::requireAllowed);
        DiskRoom.require(part.toAbsolutePath().resolveSibling(""), state.total().orElse(from) - from);
        long have = from;
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            requireAlone(out);
            out.truncate(from);
            // Only now: a crash in between must not leave the old file's bytes under the new file's name.
            state.write(part);
            out.position(from);
            while (true) {
                Optional<ByteBuffer> more = response.response().body().next(limits.stall());
                if (more.isEmpty()) {
                    break;
                }
                if (have == 0) {
                    requireGguf(more.get());
                }
                have += more.get().remaining();
                requireAllowed(have);
                while (more.get().hasRemaining()) {
                    out.write(more.get());
                }
                progress.moved(have, state.total());
            }
            out.force(true);
        }
        if (state.total().isPresent() && have != state.total().getAsLong()) {
            throw new IOException("the connection ended after %,d of %,d bytes"
                    .formatted(have, state.total().getAsLong()));
        }
        return state;
    }

    private void requireAlone(FileChannel out) throws IOException {
        if (out.tryLock() == null) {
            throw new CatalogException(
                    Code.FILE_FAILED,
                    "Another command fetches into %s. Nothing was changed; wait for it.".formatted(part));
        }
    }

    private void beginAnew(String why) throws IOException {
        progress.note(why);
        countRestart();
        Files.deleteIfExists(part);
        PartState.delete(part);
    }

    private void countRestart() {
        if (++restarts > MOST_RESTARTS) {
            throw FileRequests.refused(address, "the file changes again and again while it is sent");
        }
    }

    private void requireAllowed(long bytes) {
        if (bytes > limits.mostBytes()) {
            throw new CatalogException(
                    Code.TOO_LARGE,
                    "The file at %s has at least %,d bytes and %,d are allowed. Nothing was installed; allow more with --limit GB."
                            .formatted(FileRequests.shown(address), bytes, limits.mostBytes()));
        }
    }

    /** A sign-in page or an error page is found out before all of it has come. */
    private void requireGguf(ByteBuffer first) {
        if (first.remaining() >= Integer.BYTES && first.getInt(first.position()) != MAGIC) {
            throw FileRequests.refused(address, "what it sends does not begin as GGUF files do");
        }
    }

    private CatalogException interrupted(IOException cause) {
        return new CatalogException(
                Code.DOWNLOAD_INTERRUPTED,
                "The download of %s broke off (%s). %,d bytes are kept; run the same command again to go on."
                        .formatted(FileRequests.shown(address), cause.getMessage(), have()),
                cause);
    }

    private long have() {
        try {
            return Files.exists(part) ? Files.size(part) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
