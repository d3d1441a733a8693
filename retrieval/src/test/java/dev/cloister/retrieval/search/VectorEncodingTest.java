package dev.cloister.retrieval.search;

import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.sentence.Span;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class VectorEncodingTest {

    private static final int PASSAGES = 4000;
    private static final int CLUSTERS = 40;
    private static final int QUERIES = 50;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(VectorEncoding.class)
    void findsTheTenNearestOfClusteredVectors(VectorEncoding encoding) throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> centres = IntStream.range(0, CLUSTERS)
                .mapToObj(i -> Library.vector(random.nextLong()))
                .toList();
        List<float[]> vectors = clustered(centres, PASSAGES, random);
        try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT, encoding)) {
            add(index, "d", vectors);
            double found = 0;
            for (float[] query : clustered(centres, QUERIES, random)) {
                found += recall(index, query, vectors);
            }
            double recall = found / QUERIES;
            System.out.println(encoding + " seed " + seed + " recall@10 " + recall);
            assertTrue(recall >= 0.95, encoding + " " + recall);
        }
        assertEquals(Set.of(encoding), stored());
    }

    @Test
    void anIndexOfOneEncodingOpensWithAnotherAndIsEncodedAnewAtMerges() throws IOException {
        List<float[]> vectors =
                IntStream.range(0, 300).mapToObj(Library::vector).toList();
        try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT, VectorEncoding.ONE_BIT)) {
            add(index, "old", vectors);
            add(index, "gone", vectors.subList(0, 5));
        }
        try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT, VectorEncoding.FLOAT)) {
            add(index, "new", List.of(Library.vector(1000)));
            assertEquals("old#7", best(index, vectors.get(7)));
            assertEquals("new#0", best(index, Library.vector(1000)));
            assertEquals(EnumSet.of(VectorEncoding.ONE_BIT, VectorEncoding.FLOAT), stored());
            add(index, "old", vectors);
            index.delete("gone");
            assertEquals("old#7", best(index, vectors.get(7)));
        }
        assertEquals(Set.of(VectorEncoding.FLOAT), stored());
    }

    @Test
    void rewrittenDocumentsAreInTheEncodingThatIsSetOnceWhatTheyReplacedIsPurged() throws IOException {
        List<float[]> vectors =
                IntStream.range(0, 300).mapToObj(Library::vector).toList();
        try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT, VectorEncoding.FLOAT)) {
            add(index, "one", vectors);
            add(index, "two", vectors.subList(0, 5));
        }
        try (DocumentIndex index = DocumentIndex.open(folder, Library.TENANT, VectorEncoding.BYTE)) {
            for (String id : List.of("one", "two")) {
                index.rewrite(index.whole(id).orElseThrow());
            }
            index.purge();
            assertEquals("one#7", best(index, vectors.get(7)));
        }
        assertEquals(Set.of(VectorEncoding.BYTE), stored());
    }

    private static String best(DocumentIndex index, float[] vector) {
        return index.search(new Query(Library.TENANT, Set.of("staff"), "", vector, 1))
                .getFirst()
                .passage()
                .id();
    }

    private static double recall(DocumentIndex index, float[] query, List<float[]> vectors) {
        Set<String> exact = IntStream.range(0, vectors.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -VectorUtil.dotProduct(query, vectors.get(i))))
                .limit(10)
                .map(i -> "d#" + i)
                .collect(Collectors.toSet());
        return index.search(new Query(Library.TENANT, Set.of("staff"), "", query, 10)).stream()
                        .filter(hit -> exact.contains(hit.passage().id()))
                        .count()
                / 10.0;
    }

    private static List<float[]> clustered(List<float[]> centres, int count, SplittableRandom random) {
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = centres.get(random.nextInt(centres.size())).clone();
            for (int d = 0; d < vector.length; d++) {
                vector[d] += (float) (0.04 * random.nextGaussian());
            }
            vectors.add(VectorUtil.l2normalize(vector));
        }
        return vectors;
    }

    private static void add(DocumentIndex index, String id, List<float[]> vectors) {
        DocumentText content = DocumentText.ofPages(List.of("x"));
        List<Passage> passages = IntStream.range(0, vectors.size())
                .mapToObj(i -> new Passage(id + "#" + i, id, 1, new Span(0, 1), "", "x"))
                .toList();
        index.add(new Document(id, Library.TENANT, "staff", "ann", id, content), passages, vectors);
    }

    private Set<VectorEncoding> stored() throws IOException {
        Set<VectorEncoding> stored = EnumSet.noneOf(VectorEncoding.class);
        try (FSDirectory directory = FSDirectory.open(folder);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            for (LeafReaderContext leaf : reader.leaves()) {
                stored.add(StoredVectors.encoding(leaf.reader()));
            }
        }
        return stored;
    }
}
