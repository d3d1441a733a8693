package dev.cloister.retrieval.search;

import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues;
import org.apache.lucene.util.quantization.QuantizedVectorsReader;
import java.io.IOException;
import java.util.Optional;

/** How vectors lie in the segments of an index, whatever the index was opened with. */
final class StoredVectors {

    private StoredVectors() {}

    /** The encoding that takes the most candidates; floats where there are no vectors. */
    static VectorEncoding coarsest(IndexReader reader) throws IOException {
        VectorEncoding coarsest = VectorEncoding.FLOAT;
        for (LeafReaderContext leaf : reader.leaves()) {
            VectorEncoding encoding = encoding(leaf.reader());
            coarsest = encoding.compareTo(coarsest) > 0 ? encoding : coarsest;
        }
        return coarsest;
    }

    static VectorEncoding encoding(LeafReader leaf) throws IOException {
        Optional<QuantizedByteVectorValues> quantised = quantised(leaf);
        if (quantised.isEmpty()) {
            return VectorEncoding.FLOAT;
        }
        return switch (quantised.get().getScalarEncoding()) {
            case UNSIGNED_BYTE -> VectorEncoding.BYTE;
            case SEVEN_BIT -> VectorEncoding.SEVEN_BIT;
            case PACKED_NIBBLE, SINGLE_BIT_QUERY_NIBBLE, DIBIT_QUERY_NIBBLE -> VectorEncoding.ONE_BIT;
        };
    }

    /** The quantised vectors of a segment, by ordinal; empty where it has floats only. */
    static Optional<QuantizedByteVectorValues> quantised(LeafReader leaf) throws IOException {
        if (!(leaf instanceof SegmentReader segment)) {
            return Optional.empty();
        }
        KnnVectorsReader reader = segment.getVectorReader();
        if (reader instanceof PerFieldKnnVectorsFormat.FieldsReader fields) {
            reader = fields.getFieldReader(Schema.VECTOR);
        }
        return reader instanceof QuantizedVectorsReader quantised
                        && quantised.getQuantizedVectorValues(Schema.VECTOR) instanceof QuantizedByteVectorValues values
                ? Optional.of(values)
                : Optional.empty();
    }
}
