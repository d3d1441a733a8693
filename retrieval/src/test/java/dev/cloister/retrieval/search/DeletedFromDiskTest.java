package dev.cloister.retrieval.search;

import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.sentence.Span;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is deleted is looked for byte by byte in every file of the index. */
final class DeletedFromDiskTest {

    private static final String WORD = "quxzanzibar";
    private static final float[] VECTOR = Library.vector(4471);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(VectorEncoding.class)
    void aDocumentLeavesTheFilesOfASmallIndex(VectorEncoding encoding) throws IOException {
        try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT, encoding)) {
            addCrowd(index, 20);
            addSecret(index);
        }
        // Alone in its segment a vector is its own centre, and its quantised bytes are zeros as many others are.
        mergeAllInOne(encoding);
        assertDeletionLeavesNothing(encoding, new TieredMergePolicy());
    }

    @ParameterizedTest
    @EnumSource(VectorEncoding.class)
    void aDocumentLeavesASegmentThatIsTooLargeToBeMergedByItself(VectorEncoding encoding) throws IOException {
        try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT, encoding)) {
            addCrowd(index, 1500);
            addSecret(index);
        }
        mergeAllInOne(encoding);
        TieredMergePolicy small = new TieredMergePolicy();
        small.setMaxMergedSegmentMB(0.5);
        assertDeletionLeavesNothing(encoding, small);
    }

    private void assertDeletionLeavesNothing(VectorEncoding encoding, TieredMergePolicy merges) throws IOException {
        List<byte[]> traces = new ArrayList<>();
        traces.add(WORD.getBytes(StandardCharsets.UTF_8));
        ByteBuffer floats = ByteBuffer.allocate(4 * VECTOR.length).order(ByteOrder.LITTLE_ENDIAN);
        floats.asFloatBuffer().put(VECTOR);
        traces.add(floats.array());
        quantised().ifPresent(traces::add);
        assertEquals(encoding == VectorEncoding.FLOAT ? 2 : 3, traces.size());
        for (byte[] trace : traces) {
            assertTrue(filesHold(trace), "the trace must be there before");
        }
        try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT, encoding, merges)) {
            index.delete("secret");
            for (byte[] trace : traces) {
                assertTrue(!filesHold(trace), "left: " + Arrays.toString(Arrays.copyOf(trace, 8)));
            }
            assertTrue(index.document("crowd").isPresent());
        }
        for (byte[] trace : traces) {
            assertTrue(!filesHold(trace));
        }
    }

    private static void addCrowd(DocumentIndex index, int size) {
        List<String> pages = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            pages.add("Passage number " + i + " of the crowd.");
            vectors.add(Library.vector(i));
        }
        add(index, "crowd", pages, vectors);
    }

    private static void addSecret(DocumentIndex index) {
        add(index, "secret", List.of("The password is " + WORD + "."), List.of(VECTOR));
    }

    private static void add(DocumentIndex index, String id, List<String> pages, List<float[]> vectors) {
        DocumentText content = DocumentText.ofPages(pages);
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            Span page = content.pages().get(i);
            passages.add(new Passage(id + "#" + i, id, i + 1, page, "", page.of(content.text())));
        }
        index.add(new Document(id, Library.TENANT, "staff", "ann", id, content), passages, vectors);
    }

    private void mergeAllInOne(VectorEncoding encoding) throws IOException {
        try (FSDirectory directory = FSDirectory.open(folder);
                IndexWriter writer = new IndexWriter(
                        directory, new IndexWriterConfig(new EnglishAnalyzer()).setCodec(new IndexCodec(encoding)))) {
            writer.forceMerge(1);
        }
    }

    /** The bytes that the secret's vector was quantised to. */
    private Optional<byte[]> quantised() throws IOException {
        try (FSDirectory directory = FSDirectory.open(folder);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            for (LeafReaderContext leaf : reader.leaves()) {
                FloatVectorValues floats = leaf.reader().getFloatVectorValues(Schema.VECTOR);
                Optional<QuantizedByteVectorValues> bytes = StoredVectors.quantised(leaf.reader());
                for (int i = 0; bytes.isPresent() && floats != null && i < floats.size(); i++) {
                    if (Arrays.equals(floats.vectorValue(i), VECTOR)) {
                        return Optional.of(bytes.get().vectorValue(i).clone());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private boolean filesHold(byte[] trace) throws IOException {
        String wanted = new String(trace, StandardCharsets.ISO_8859_1);
        List<Path> files;
        try (Stream<Path> listing = Files.list(folder)) {
            files = listing.toList();
        }
        for (Path file : files) {
            if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(wanted)) {
                return true;
            }
        }
        return false;
    }
}
