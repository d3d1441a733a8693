package dev.cloister.inference.catalog;

import dev.cloister.inference.Downloads;
import dev.cloister.inference.llama.NativeFiles;
import org.junit.jupiter.api.Test;
import java.io.IOException;
import java.nio.file.Files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CatalogTest {

    @Test
    void describesTheDefaultModelAsItIs() throws IOException {
        CatalogEntry entry = Catalog.load().defaultModel();
        assertEquals(entry.bytes(), Files.size(Downloads.model()));
        assertEquals(entry.sha256(), NativeFiles.sha256(Downloads.model()));
        assertEquals(entry.file(), String.valueOf(Downloads.model().getFileName()));
        assertTrue(Catalog.load().find("smollm2-135m-instruct").isPresent());
        assertTrue(Catalog.load().find("another").isEmpty());
    }
}
