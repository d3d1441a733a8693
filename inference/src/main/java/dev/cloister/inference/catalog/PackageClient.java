package dev.cloister.inference.catalog;

import java.nio.file.Path;

/** The registry's own client, which fetches packages. */
@FunctionalInterface
public interface PackageClient {

    /**
     * Fetches the archive of a package into an empty folder, without what the package depends on.
     *
     * @throws CatalogException PACKAGE_FETCH_FAILED
     */
    void fetch(String pack, String version, Path folder);
}
