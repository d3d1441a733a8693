package dev.cloister.gateway.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Exports checkpoints as files, one every 32 entries and one at each start and stop. An operator copies them to where
 * the gateway cannot write.
 */
public final class Checkpoints {

    private static final int INTERVAL = 32;

    private final Path folder;
    private final SigningKeys keys;
    private final ObjectMapper json;

    public Checkpoints(Path folder, SigningKeys keys, ObjectMapper json) {
        this.folder = folder;
        this.keys = keys;
        this.json = json;
    }

    void exportIfDue(LedgerEntry entry) {
        if (entry.seq() % INTERVAL == 0) {
            export(entry);
        }
    }

    /** Writes the checkpoint of an entry; the same entry again changes nothing. */
    public Path export(LedgerEntry entry) {
        String hash = HexFormat.of().formatHex(entry.hash());
        byte[] message = Checkpoint.message(entry.seq(), hash, entry.at());
        Base64.Encoder base64 = Base64.getEncoder();
        Checkpoint checkpoint = new Checkpoint(
                entry.seq(),
                hash,
                entry.at(),
                base64.encodeToString(keys.signEd25519(message)),
                base64.encodeToString(keys.signMlDsa(message)));
        try {
            Path file = folder.resolve("checkpoint-%012d.json".formatted(entry.seq()));
            Path partial = Files.createTempFile(folder, "checkpoint", ".partial");
            Files.write(partial, json.writeValueAsBytes(checkpoint));
            return Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoint of entry " + entry.seq() + " cannot be written", e);
        }
    }

    /** All exported checkpoints, oldest first. */
    public List<Checkpoint> all() {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("checkpoint-\\d+\\.json"))
                    .sorted()
                    .map(this::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoints cannot be read", e);
        }
    }

    private Checkpoint read(Path file) {
        try {
            return json.readValue(file.toFile(), Checkpoint.class);
        } catch (IOException e) {
            throw new UncheckedIOException("The checkpoint " + file.getFileName() + " is damaged", e);
        }
    }
}
