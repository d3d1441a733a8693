package dev.cloister.retrieval.search;

import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.VectorUtil;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The raw vectors that lie beside the quantised ones. */
final class ExactVectors {

    private ExactVectors() {}

    /** The dot product of a unit vector with the unit vector of an entry. */
    static double cosine(IndexSearcher searcher, int entry, float[] query) throws IOException {
        Optional<float[]> vector = find(searcher, entry);
        return vector.isEmpty() ? 0 : VectorUtil.dotProduct(query, vector.get());
    }

    /** The vector of an entry, as a copy. */
    static Optional<float[]> of(IndexSearcher searcher, int entry) throws IOException {
        return find(searcher, entry).map(float[]::clone);
    }

    private static Optional<float[]> find(IndexSearcher searcher, int entry) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(entry, leaves));
        FloatVectorValues vectors = leaf.reader().getFloatVectorValues(Schema.VECTOR);
        if (vectors == null) {
            return Optional.empty();
        }
        KnnVectorValues.DocIndexIterator iterator = vectors.iterator();
        int wanted = entry - leaf.docBase;
        return iterator.advance(wanted) == wanted
                ? Optional.of(vectors.vectorValue(iterator.index()))
                : Optional.empty();
    }
}
