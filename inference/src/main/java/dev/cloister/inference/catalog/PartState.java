package dev.cloister.inference.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of the file that a {@code .part} is the beginning of; kept beside it.
 *
 * @param address where it was asked for
 * @param validator a strong entity tag, or a date of change (RFC 9110, sections 8.8 and 13.1.5)
 * @param total the whole file's size
 * @param sha256 what the server said of its SHA-256
 */
record PartState(URI address, Optional<String> validator, OptionalLong total, Optional<String> sha256) {

    /** The state of a part, if there is one that can be gone on with. */
    static Optional<PartState> of(Path part, URI address) throws IOException {
        try {
            PartState state = CatalogJson.MAPPER.readValue(Files.readAllBytes(file(part)), PartState.class);
            return Optional.of(state)
                    .filter(known -> known.address().equals(address))
                    .filter(known -> known.validator().isPresent());
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    void write(Path part) throws IOException {
        Files.write(file(part), CatalogJson.MAPPER.writeValueAsBytes(this));
    }

    static void delete(Path part) throws IOException {
        Files.deleteIfExists(file(part));
    }

    private static Path file(Path part) {
        return part.resolveSibling(part.getFileName() + ".json");
    }
}
