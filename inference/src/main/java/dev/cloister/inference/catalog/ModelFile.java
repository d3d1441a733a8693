package dev.cloister.inference.catalog;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A model whose weights lie on this machine.
 *
 * @param file its name in the models' folder, or an absolute path where it lies elsewhere and is not ours
 * @param sha256 what the file's SHA-256 must be, lower-case hex
 * @param bytes the file's size
 * @param licence SPDX identifier, or what the file says of itself, or {@code unknown}
 * @param contextTokens tokens of context that it is served with, unless the configuration says otherwise
 * @param shape what its header says
 * @param origin where it came from, for people
 * @param terms what was agreed to
 * @param added when
 */
public record ModelFile(
        String name,
        String file,
        String sha256,
        long bytes,
        String licence,
        int contextTokens,
        ModelShape shape,
        String origin,
        Optional<AgreedTerms> terms,
        Instant added)
        implements InstalledModel {

    /**
     * Terms that were agreed to before the model was fetched.
     *
     * @param title their name
     * @param sha256 SHA-256 of the package that held them
     * @param agreed when
     */
    public record AgreedTerms(String title, String sha256, Instant agreed) {}

    /** Whether the file is not ours to delete. */
    public boolean linked() {
        return Path.of(file).isAbsolute();
    }
}
