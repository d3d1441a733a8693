package dev.cloister.retrieval.search;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.collection.Passage;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All passages of some documents with their vectors, as the index was when it was last written; beside a running index
 * too. What is restricted to some of a collection's readers is left out.
 */
public final class PassageReader {

    private PassageReader() {}

    /** A passage, its document's name, and its vector. */
    public record Entry(String documentName, Passage passage, float[] vector) {}

    /**
     * Reads them.
     *
     * @param folder the index's
     * @param documents their ids
     * @throws RetrievalException INDEX_UNAVAILABLE
     */
    public static List<Entry> read(Path folder, Set<String> documents) {
        try (FSDirectory directory = FSDirectory.open(folder);
                DirectoryReader reader = DirectoryReader.open(directory)) {
            Map<String, String> names = names(reader, documents);
            List<Entry> entries = new ArrayList<>();
            for (LeafReaderContext leaf : reader.leaves()) {
                FloatVectorValues vectors = leaf.reader().getFloatVectorValues(Schema.VECTOR);
                if (vectors == null) {
                    continue;
                }
                Bits live = leaf.reader().getLiveDocs();
                StoredFields stored = leaf.reader().storedFields();
                KnnVectorValues.DocIndexIterator each = vectors.iterator();
                for (int doc = each.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = each.nextDoc()) {
                    if (live != null && !live.get(doc)) {
                        continue;
                    }
                    org.apache.lucene.document.Document entry = stored.document(doc);
                    if (documents.contains(entry.get(Schema.DOCUMENT_ID)) && entry.get(Schema.RESTRICTED) == null) {
                        Passage passage = Schema.passage(entry);
                        entries.add(new Entry(
                                names.getOrDefault(passage.documentId(), ""),
                                passage,
                                vectors.vectorValue(each.index()).clone()));
                    }
                }
            }
            return entries;
        } catch (IOException e) {
            throw new RetrievalException(
                    Code.INDEX_UNAVAILABLE,
                    "The index in " + folder + " cannot be read. Is there a document in it?",
                    e);
        }
    }

    private static Map<String, String> names(DirectoryReader reader, Set<String> documents) throws IOException {
        IndexSearcher searcher = new IndexSearcher(reader);
        Map<String, String> names = new HashMap<>();
        int all = Math.max(1, reader.numDocs());
        for (var hit : searcher.search(new TermQuery(new Term(Schema.KIND, Schema.KIND_DOCUMENT)), all).scoreDocs) {
            org.apache.lucene.document.Document entry =
                    searcher.storedFields().document(hit.doc, Set.of(Schema.DOCUMENT_ID, "name"));
            if (documents.contains(entry.get(Schema.DOCUMENT_ID))) {
                names.put(entry.get(Schema.DOCUMENT_ID), entry.get("name"));
            }
        }
        return names;
    }
}
