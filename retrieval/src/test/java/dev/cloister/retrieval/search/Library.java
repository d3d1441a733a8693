package dev.cloister.retrieval.search;

import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.DocumentText;
import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.ingest.Chunker;
import dev.cloister.retrieval.ingest.DocumentType;
import org.apache.lucene.util.VectorUtil;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Fills an index of tenant "acme" with short texts, and asks it. */
final class Library {

    static final String TENANT = "acme";

    private Library() {}

    static Document document(String id, String collection, String text) {
        return new Document(id, TENANT, collection, "ann", id + ".txt", DocumentText.ofPages(List.of(text)));
    }

    static void add(DocumentIndex index, Document document) {
        List<Passage> passages = Chunker.passages(document.id(), DocumentType.TEXT, document.content());
        index.add(
                document,
                passages,
                Embedder.embed(passages.stream().map(Passage::searchable).toList()));
    }

    /** The same with a vector that the passage's id decides, where meaning is of no account and time is. */
    static void addWithoutMeaning(DocumentIndex index, Document document) {
        List<Passage> passages = Chunker.passages(document.id(), DocumentType.TEXT, document.content());
        index.add(
                document,
                passages,
                passages.stream()
                        .map(passage -> vector(passage.id().hashCode()))
                        .toList());
    }

    static float[] vector(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] vector = new float[DocumentIndex.DIMENSIONS];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return VectorUtil.l2normalize(vector);
    }

    static List<Hit> ask(DocumentIndex index, String question, String... readable) {
        float[] vector = Embedder.embed(List.of(question)).getFirst();
        return index.search(new Query(TENANT, Set.of(readable), question, vector, 10));
    }
}
