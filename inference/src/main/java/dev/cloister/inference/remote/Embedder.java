package dev.cloister.inference.remote;

import java.util.List;

/** Makes vectors on this machine while a server elsewhere makes the answers. */
public interface Embedder extends AutoCloseable {

    /** One unit-length vector (384 floats) per text, at most 256 texts. */
    List<float[]> embed(List<String> texts);

    /** How many word pieces each text is read as; see {@link dev.cloister.inference.Engine#wordPieces}. */
    int[] wordPieces(List<String> texts);

    @Override
    void close();
}
