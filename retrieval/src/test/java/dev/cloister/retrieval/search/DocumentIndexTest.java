package dev.cloister.retrieval.search;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.Placement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class DocumentIndexTest {

    private static final Document LEAVE = Library.document(
            "leave",
            "staff",
            "Every employee has thirty days of paid vacation. Unused days expire at the end of March.");
    private static final Document PUMP = Library.document(
            "pump",
            "plant",
            "The cooling pump stops at ninety degrees. Error code ZX-4471 means that the filter is full.");
    private static final Document WAGES =
            Library.document("wages", "board", "The wages of the directors rise by four percent in the next year.");

    @TempDir
    private Path folder;

    private DocumentIndex index;

    @BeforeEach
    void fill() {
        index = DocumentIndex.open(folder, Library.TENANT);
        Stream.of(LEAVE, PUMP, WAGES).forEach(document -> Library.add(index, document));
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void findsByMeaningWhereNoWordIsShared() {
        Hit best = Library.ask(index, "how many holidays do workers get", "staff", "plant")
                .getFirst();
        assertEquals("leave", best.passage().documentId());
        assertEquals(1, best.vectorRank().orElseThrow());
    }

    @Test
    void findsByWordWhereMeaningDoesNotHelp() {
        Hit best = Library.ask(index, "ZX-4471", "staff", "plant", "board").getFirst();
        assertEquals("pump", best.passage().documentId());
        assertEquals(1, best.wordRank().orElseThrow());
    }

    @Test
    void neverShowsWhatTheAskerMayNotRead() {
        List<Hit> hits = Library.ask(index, "wages of the directors", "staff", "plant");
        assertEquals(
                Set.of("leave", "pump"),
                Set.copyOf(hits.stream().map(hit -> hit.passage().documentId()).toList()));
        assertEquals(List.of(), Library.ask(index, "wages of the directors"));
    }

    @Test
    void refusesAnotherTenantsQueryAndDocument() {
        float[] vector = Embedder.embed(List.of("x")).getFirst();
        assertThrows(RetrievalException.class, () -> index.search(new Query("other", Set.of("staff"), "x", vector, 1)));
        Document foreign = new Document("f", "other", "staff", "bob", "f.txt", LEAVE.content());
        assertThrows(RetrievalException.class, () -> index.add(foreign, List.of(), List.of()));
    }

    @Test
    void refusesAVectorThatIsNoUnitVector() {
        assertThrows(
                RetrievalException.class,
                () -> index.search(
                        new Query(Library.TENANT, Set.of("staff"), "x", new float[DocumentIndex.DIMENSIONS], 1)));
    }

    @Test
    void reportsTheExactCosine() {
        String question = "What happens to vacation that is not used?";
        Hit best = Library.ask(index, question, "staff").getFirst();
        List<float[]> pair = Embedder.embed(List.of(question, best.passage().searchable()));
        double expected = 0;
        for (int i = 0; i < DocumentIndex.DIMENSIONS; i++) {
            expected += (double) pair.getFirst()[i] * pair.get(1)[i];
        }
        assertEquals(expected, best.cosine(), 1e-5);
    }

    @Test
    void givesBackDocumentsAndPassagesAsTheyWere() {
        assertEquals(Optional.of(PUMP), index.document("pump"));
        assertEquals(Optional.empty(), index.document("none"));
        Hit hit = Library.ask(index, "pump", "plant").getFirst();
        assertEquals(Optional.of(hit.passage()), index.passage(hit.passage().id()));
        assertEquals(
                hit.passage().text(), hit.passage().span().of(PUMP.content().text()));
    }

    @Test
    void aDeletedDocumentLeavesTheFiles() throws IOException {
        Library.add(index, Library.document("secret", "staff", "The password of the vault is quxzanzibar, said Ann."));
        assertTrue(filesHold("quxzanzibar"));
        index.delete("secret");
        assertFalse(filesHold("quxzanzibar"));
        assertEquals(Optional.empty(), index.document("secret"));
        assertTrue(Library.ask(index, "password of the vault", "staff").stream()
                .noneMatch(hit -> hit.passage().documentId().equals("secret")));
    }

    @Test
    void aRestrictedDocumentIsFoundByItsReadersAndOwnerAndByNobodyElse() {
        restrict("leave", Optional.of(Set.of("bob")));
        assertEquals(List.of("leave"), found("ann", Set.of()));
        assertEquals(List.of("leave"), found("bob", Set.of("staff")));
        assertEquals(List.of(), found("bob", Set.of("plant")));
        assertEquals(List.of(), found("cem", Set.of("staff")));
        restrict("leave", Optional.empty());
        assertEquals(List.of("leave"), found("cem", Set.of("staff")));
    }

    @Test
    void rewritingKeepsTextPassagesAndVectors() {
        IndexedDocument before = index.whole("leave").orElseThrow();
        assertEquals(LEAVE, before.document());
        index.rewrite(before);
        index.purge();
        IndexedDocument after = index.whole("leave").orElseThrow();
        assertEquals(before.passages(), after.passages());
        assertArrayEquals(before.vectors().getFirst(), after.vectors().getFirst());
        assertEquals(Optional.empty(), index.whole("none"));
    }

    @Test
    void deletedDocumentsLeaveTheFilesAndOthersStay() throws IOException {
        assertTrue(filesHold("ZX-4471"));
        index.delete(Set.of("pump", "none"));
        assertFalse(filesHold("ZX-4471"));
        assertEquals(Optional.empty(), index.document("pump"));
        assertEquals(Optional.of(LEAVE), index.document("leave"));
    }

    @Test
    void showsWhichWordsOfThePassageWereFound() {
        Hit best = Library.ask(index, "unused day", "staff").getFirst();
        String text = best.passage().text();
        assertEquals(
                List.of("days", "Unused", "days"),
                best.matches().stream().map(match -> match.of(text)).toList());
    }

    private void restrict(String id, Optional<Set<String>> readers) {
        IndexedDocument whole = index.whole(id).orElseThrow();
        Document document = whole.document();
        Placement placement = new Placement(document.collection(), document.owner(), readers);
        index.rewrite(new IndexedDocument(document.placed(placement), whole.passages(), whole.vectors()));
        assertEquals(placement, index.placements().get(id));
    }

    private List<String> found(String asker, Set<String> collections) {
        float[] vector = Library.vector(1);
        Filter leave = new Filter(
                Set.of(), Set.of(), Set.of("leave"), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
        Query query = new Query(Library.TENANT, Optional.of(asker), collections, leave, "vacation", vector, 10);
        return index.search(query).stream()
                .map(hit -> hit.passage().documentId())
                .toList();
    }

    @Test
    void addingADocumentAgainReplacesIt() throws IOException {
        Library.add(index, Library.document("draft", "staff", "The first draft mentions quxzanzibar."));
        Library.add(index, Library.document("draft", "staff", "The second draft does not."));
        assertEquals(
                "The second draft does not.",
                index.document("draft").orElseThrow().content().text());
        assertFalse(filesHold("quxzanzibar"));
    }

    @Test
    void aSecondProcessOrOpeningIsRefusedWithACode() {
        RetrievalException refusal =
                assertThrows(RetrievalException.class, () -> DocumentIndex.open(folder, Library.TENANT));
        assertEquals(RetrievalException.Code.INDEX_UNAVAILABLE, refusal.code());
    }

    @Test
    void survivesClosingAndOpening() {
        List<Hit> before = Library.ask(index, "vacation", "staff", "plant");
        index.close();
        index = DocumentIndex.open(folder, Library.TENANT);
        assertEquals(before, Library.ask(index, "vacation", "staff", "plant"));
    }

    private boolean filesHold(String word) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> holds(file, word));
        }
    }

    private static boolean holds(Path file, String word) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(word);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
