package dev.cloister.gateway.home;

import dev.cloister.inference.catalog.CatalogException;
import dev.cloister.inference.catalog.CatalogException.Code;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The model that a running instance serves, which need not be the one for the next start. */
public final class RunningModel {

    private final Path note;
    private final Path lock;

    public RunningModel(Home home) {
        note = home.run().resolve("model");
        lock = home.run().resolve("lock");
    }

    /** Notes what is served, for commands beside the instance. */
    public void note(String name) throws IOException {
        Files.writeString(note, name);
    }

    /**
     * Refuses to take the model away that a running instance serves: its process may be started again.
     *
     * @throws CatalogException MODEL_IN_USE
     */
    public void requireNot(String name) {
        if (served().filter(name::equals).isPresent()) {
            throw new CatalogException(
                    Code.MODEL_IN_USE,
                    "The running instance serves %s. Nothing was removed. Stop it or start it again first."
                            .formatted(name));
        }
    }

    private Optional<String> served() {
        if (!Files.exists(note) || !Files.exists(lock)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null ? Optional.of(Files.readString(note).strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
