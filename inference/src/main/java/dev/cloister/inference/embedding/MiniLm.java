package dev.cloister.inference.embedding;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The packaged model with its tokenizer's own truncation taken out: that cuts at 128 word pieces without a word, fewer
 * than a passage has.
 */
final class MiniLm extends AbstractInProcessEmbeddingModel {

    private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    private final OnnxBertBiEncoder encoder;

    MiniLm() {
        super(Runnable::run);
        try (InputStream model = resource(MODEL);
                InputStream tokenizer = tokenizer()) {
            encoder = new OnnxBertBiEncoder(model, tokenizer, PoolingMode.MEAN);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedder cannot be read", e);
        }
    }

    /** The model as it is packaged. */
    static InputStream weights() {
        return resource(MODEL);
    }

    /** The tokenizer's description, without truncation and padding. */
    static InputStream tokenizer() throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (InputStream in = resource(TOKENIZER)) {
            ObjectNode description = (ObjectNode) json.readTree(in);
            description.putNull("truncation").putNull("padding");
            return new ByteArrayInputStream(json.writeValueAsBytes(description));
        }
    }

    @Override
    protected OnnxBertBiEncoder model() {
        return encoder;
    }

    private static InputStream resource(String name) {
        InputStream in = MiniLm.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException(name + " is missing from the class path");
        }
        return in;
    }
}
