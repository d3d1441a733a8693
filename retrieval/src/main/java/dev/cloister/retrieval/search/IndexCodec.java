package dev.cloister.retrieval.search;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;

/** Lucene's own codec with the vectors encoded as asked. An index written with it reads with plain Lucene. */
final class IndexCodec extends Lucene104Codec {

    private final KnnVectorsFormat vectors;

    IndexCodec(VectorEncoding encoding) {
        this.vectors = encoding.format();
    }

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
        return vectors;
    }
}
