package dev.cloister.inference.catalog;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The models that Cloister knows how to fetch; the first is the default. */
public final class Catalog {

    private static final String RESOURCE = "models.json";

    private final List<CatalogEntry> entries;

    private Catalog(List<CatalogEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Reads the catalogue that this module carries. */
    public static Catalog load() {
        try (InputStream in = Catalog.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            return new Catalog(CatalogJson.MAPPER.readValue(in, new TypeReference<List<CatalogEntry>>() {}));
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " cannot be read", e);
        }
    }

    public List<CatalogEntry> entries() {
        return entries;
    }

    public CatalogEntry defaultModel() {
        return entries.getFirst();
    }

    public Optional<CatalogEntry> find(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
