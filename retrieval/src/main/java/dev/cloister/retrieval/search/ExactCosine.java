package dev.cloister.retrieval.search;

import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.VectorUtil;
import java.io.IOException;
import java.util.List;

/** Cosines from the raw vectors that lie beside the quantised ones. */
final class ExactCosine {

    private ExactCosine() {}

    /** The dot product of a unit vector with the unit vector of an entry. */
    static double of(IndexSearcher searcher, int entry, float[] query) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(entry, leaves));
        FloatVectorValues vectors = leaf.reader().getFloatVectorValues(Schema.VECTOR);
        if (vectors == null) {
            return 0;
        }
        KnnVectorValues.DocIndexIterator iterator = vectors.iterator();
        int wanted = entry - leaf.docBase;
        if (iterator.advance(wanted) != wanted) {
            return 0;
        }
        return VectorUtil.dotProduct(query, vectors.vectorValue(iterator.index()));
    }
}
