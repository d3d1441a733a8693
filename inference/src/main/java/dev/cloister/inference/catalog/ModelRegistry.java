package dev.cloister.inference.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.inference.catalog.CatalogException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The file that says which models are installed and which is in use. It is replaced whole, never in part; changes of
 * several processes come one after the other.
 */
public final class ModelRegistry {

    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path file;
    private final Path lock;
    private final Path folder;

    /**
     * @param folder the instance's folder of models
     */
    public ModelRegistry(Path folder) {
        this.folder = folder;
        file = folder.resolve("models.json");
        lock = folder.resolve("models.lock");
    }

    /**
     * What is installed.
     *
     * @throws CatalogException REGISTRY_DAMAGED
     */
    public Registered read() {
        try {
            ObjectNode list = CatalogJson.MAPPER.readValue(Files.readAllBytes(file), ObjectNode.class);
            list.path("models").forEach(ModelRegistry::completeServer);
            return CatalogJson.MAPPER.treeToValue(list, Registered.class);
        } catch (NoSuchFileException e) {
            return Registered.NOTHING;
        } catch (JsonProcessingException e) {
            throw damaged(e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw damaged(String.valueOf(e.getMessage()), e);
        }
    }

    /** Servers that were added before they could have a tokenizer have none. */
    private static void completeServer(JsonNode model) {
        if (model instanceof ObjectNode server
                && server.path("kind").asText().equals("server")
                && !server.has("tokenizer")) {
            server.putNull("tokenizer");
        }
    }

    /** What is done while no other command changes anything. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Changes what is installed. What the change throws leaves everything as it was. */
    public Registered change(UnaryOperator<Registered> change) {
        return alone(() -> {
            Registered changed = change.apply(read());
            replace(CatalogJson.MAPPER.writeValueAsBytes(changed));
            return changed;
        });
    }

    /** Does work in turns with all other commands and threads. */
    <T> T alone(Work<T> work) {
        // A file's lock is held by the whole process, so that threads of one need another between them.
        THREADS.lock();
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.lock()) {
                return work.run();
            }
        } catch (IOException e) {
            throw new CatalogException(
                    Code.FILE_FAILED,
                    "The list of models in %s cannot be written (%s). Nothing was changed; see to the folder's rights and room."
                            .formatted(file, e.getMessage()),
                    e);
        } finally {
            THREADS.unlock();
        }
    }

    private void replace(byte[] content) throws IOException {
        Path fresh = file.resolveSibling("models.json.new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private CatalogException damaged(String what, Exception cause) {
        return new CatalogException(
                Code.REGISTRY_DAMAGED,
                "The list of models in %s cannot be read (%s). Nothing was changed. Put back a copy of it, or move it away and add the models again; their files are kept."
                        .formatted(file, what),
                cause);
    }
}
