package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogException.Code;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Held by the one command that adds a model of a name, from before anything is fetched until it is noted, so that two
 * never write into one file.
 */
final class NameLock implements AutoCloseable {

    /** A file's lock is held by the whole process, so that its threads need another between them. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final ModelRegistry registry;
    private final Path file;
    private final FileChannel channel;

    private NameLock(ModelRegistry registry, Path file, FileChannel channel) {
        this.registry = registry;
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws CatalogException NAME_BUSY where another command adds a model of that name
     */
    static NameLock take(ModelRegistry registry, Path folder, String name) {
        Path file = folder.resolve(name + ".gguf.lock");
        if (!HELD.add(file)) {
            throw busy(name);
        }
        Optional<FileChannel> locked = Optional.empty();
        try {
            // Files are made and deleted in turns, so that nobody locks one that another has just deleted.
            locked = registry.alone(() -> locked(file));
        } finally {
            if (locked.isEmpty()) {
                HELD.remove(file);
            }
        }
        return locked.map(channel -> new NameLock(registry, file, channel)).orElseThrow(() -> busy(name));
    }

    private static Optional<FileChannel> locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            return Optional.empty();
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            registry.alone(() -> {
                try (channel) {
                    return Files.deleteIfExists(file);
                }
            });
        } finally {
            HELD.remove(file);
        }
    }

    private static CatalogException busy(String name) {
        return new CatalogException(
                Code.NAME_BUSY,
                "Another command adds a model %s now. Nothing was changed; wait for it, or choose another --name."
                        .formatted(name));
    }
}
