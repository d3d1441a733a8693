package dev.cloister.retrieval.search;

import dev.cloister.retrieval.collection.Placement;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Where the documents of an index are, without their texts. */
final class Placements {

    private static final Set<String> FIELDS =
            Set.of(Schema.DOCUMENT_ID, Schema.COLLECTION, Schema.OWNER, Schema.RESTRICTED, Schema.READER);

    private Placements() {}

    /** By the document's id. */
    static Map<String, Placement> read(IndexSearcher searcher) throws IOException {
        TermQuery documents = new TermQuery(new Term(Schema.KIND, Schema.KIND_DOCUMENT));
        int count = Math.max(1, searcher.count(documents));
        StoredFields stored = searcher.storedFields();
        Map<String, Placement> placements = new HashMap<>();
        for (ScoreDoc found : searcher.search(documents, count).scoreDocs) {
            org.apache.lucene.document.Document entry = stored.document(found.doc, FIELDS);
            placements.put(entry.get(Schema.DOCUMENT_ID), Schema.placement(entry));
        }
        return placements;
    }
}
