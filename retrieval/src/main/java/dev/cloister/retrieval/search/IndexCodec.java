package dev.cloister.retrieval.search;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;

/**
 * Lucene's own codec with vectors quantised to bytes for the graph's walk; the raw floats stay beside them for exact
 * re-scoring. An index written with it reads with plain Lucene.
 */
final class IndexCodec extends Lucene104Codec {

    private final KnnVectorsFormat vectors = new Lucene104HnswScalarQuantizedVectorsFormat();

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return vectors;
    }
}
