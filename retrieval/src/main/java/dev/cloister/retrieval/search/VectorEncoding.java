package dev.cloister.retrieval.search;

import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * What the graph of vectors (HNSW, Malkov and Yashunin 2018) is walked on. The exact floats lie beside every encoding and
 * order what the walk found: a coarser encoding means less memory and a longer list of candidates, never a coarser score.
 *
 * <p>An index may be opened with another encoding than it was written with. What is there stays readable and is encoded
 * anew as segments are merged; until then candidates are taken for the coarsest encoding that the index holds.
 */
public enum VectorEncoding {
    /** 32 bits per dimension. */
    FLOAT(1),
    /** 8 bits per dimension. */
    BYTE(1),
    /** 7 bits per dimension. */
    SEVEN_BIT(1),
    /** One bit per dimension (after RaBitQ, Gao and Long 2024), with five times as many candidates. */
    ONE_BIT(5);

    private final int oversampling;

    VectorEncoding(int oversampling) {
        this.oversampling = oversampling;
    }

    /** How many neighbours the walk must bring so that so many survive the exact scores. */
    int candidates(int wanted) {
        return oversampling * wanted;
    }

    KnnVectorsFormat format() {
        return switch (this) {
            case FLOAT -> new Lucene99HnswVectorsFormat();
            case BYTE -> quantised(ScalarEncoding.UNSIGNED_BYTE);
            case SEVEN_BIT -> quantised(ScalarEncoding.SEVEN_BIT);
            case ONE_BIT -> quantised(ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE);
        };
    }

    private static KnnVectorsFormat quantised(ScalarEncoding encoding) {
        return new Lucene104HnswScalarQuantizedVectorsFormat(
                encoding, Lucene99HnswVectorsFormat.DEFAULT_MAX_CONN, Lucene99HnswVectorsFormat.DEFAULT_BEAM_WIDTH);
    }
}
