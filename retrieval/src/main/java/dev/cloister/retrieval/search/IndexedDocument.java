package dev.cloister.retrieval.search;

import dev.cloister.retrieval.collection.Document;
import dev.cloister.retrieval.collection.Passage;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TermQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that an index holds of a document.
 *
 * @param document itself
 * @param passages its passages, in order
 * @param vectors one unit vector of {@link DocumentIndex#DIMENSIONS} floats per passage
 */
public record IndexedDocument(Document document, List<Passage> passages, List<float[]> vectors) {

    public IndexedDocument {
        passages = List.copyOf(passages);
        vectors = List.copyOf(vectors);
    }

    static Optional<IndexedDocument> read(IndexSearcher searcher, String id) throws IOException {
        TermQuery entries = new TermQuery(new Term(Schema.DOCUMENT_ID, id));
        int count = searcher.count(entries);
        if (count == 0) {
            return Optional.empty();
        }
        // A document's entries were written as one block: its own, then its passages.
        ScoreDoc[] found = searcher.search(entries, count, Sort.INDEXORDER).scoreDocs;
        Document document = Schema.document(searcher.storedFields().document(found[0].doc));
        List<Passage> passages = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        for (int i = 1; i < found.length; i++) {
            passages.add(Schema.passage(searcher.storedFields().document(found[i].doc)));
            vectors.add(ExactVectors.of(searcher, found[i].doc).orElseThrow());
        }
        return Optional.of(new IndexedDocument(document, passages, vectors));
    }
}
