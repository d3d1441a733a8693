package dev.cloister.retrieval.search;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Vectors are random here: only words can find. */
final class LanguageSearchTest {

    @TempDir
    private Path folder;

    @Test
    void findsOtherFormsOfAWordInTheLanguageOfEachDocument() {
        try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT)) {
            add(index, "english", "The houses at the river are old, and they were painted in the summer.");
            add(index, "german", "Die Häuser an dem Fluss sind alt, und sie wurden im Sommer gestrichen.");
            add(index, "french", "Les maisons qui sont près de la rivière étaient peintes dans les couleurs du pays.");
            assertEquals(1, wordRank(index, "house", "english"));
            assertEquals(1, wordRank(index, "Haus", "german"));
            assertEquals(1, wordRank(index, "maison peinte", "french"));
        }
    }

    @Test
    void aLongQueryOverManyLanguagesIsNoError() {
        try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT)) {
            add(index, "english", "The houses at the river are old, and they were painted in the summer.");
            add(index, "german", "Die Häuser an dem Fluss sind alt, und sie wurden im Sommer gestrichen.");
            StringBuilder words = new StringBuilder();
            for (int i = 0; i < 900; i++) {
                words.append((char) ('\u4e00' + i)).append(' ');
            }
            assertTrue(search(index, words + " river").size() <= 10);
        }
    }

    private static void add(DocumentIndex index, String id, String text) {
        Library.addWithoutMeaning(index, Library.document(id, "staff", text));
    }

    private static int wordRank(DocumentIndex index, String text, String document) {
        return search(index, text).stream()
                .filter(hit -> hit.passage().documentId().equals(document))
                .findFirst()
                .orElseThrow()
                .wordRank()
                .orElse(-1);
    }

    private static List<Hit> search(DocumentIndex index, String text) {
        return index.search(new Query(Library.TENANT, Set.of("staff"), text, Library.vector(1), 10));
    }
}
