package dev.cloister.inference.catalog;

import dev.cloister.inference.catalog.CatalogException.Code;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Held by the one command that adds a model of a name, from before anything is fetched until it is noted, so that two
 * never write into one file.
 */
final class NameLock implements AutoCloseable {

    /** A file's lock is held by the whole process, so that its threads need another between them. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private NameLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws CatalogException NAME_BUSY where another command adds a model of that name
     */
    static NameLock take(Path folder, String name) {
        Path file = folder.resolve(name + ".gguf.lock");
        if (!HELD.add(file)) {
            throw busy(name);
        }
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            // Who held it before may have deleted the file in between; then somebody else can lock a fresh one.
            if (channel.tryLock() != null && Files.exists(file)) {
                return new NameLock(file, channel);
            }
            channel.close();
        } catch (IOException e) {
            HELD.remove(file);
            throw Admission.failed(file, e);
        }
        HELD.remove(file);
        throw busy(name);
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Admission.failed(file, e);
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
