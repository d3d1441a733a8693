package dev.cloister.inference.embedding;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * MiniLM (all-MiniLM-L6-v2, quantised): texts to unit-length vectors of {@link #DIMENSIONS} floats. A text counts up to
 * its first {@link #WORD_PIECES} word pieces, the length that the model was trained with. Deterministic; for one thread
 * at a time.
 */
public final class SentenceEmbedder {

    public static final int DIMENSIONS = 384;
    public static final int WORD_PIECES = 256;

    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    /** No text needs more characters for its first word pieces, unless most of it is white space. */
    private static final int MOST_CHARACTERS = 1 << 15;

    private final AllMiniLmL6V2QuantizedEmbeddingModel model;
    private final HuggingFaceTokenizer tokenizer;

    public SentenceEmbedder() {
        model = new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);
        try (InputStream json = SentenceEmbedder.class.getResourceAsStream(TOKENIZER)) {
            if (json == null) {
                throw new IllegalStateException(TOKENIZER + " is missing from the class path");
            }
            tokenizer = HuggingFaceTokenizer.newInstance(
                    json,
                    Map.of(
                            "padding",
                            "false",
                            "truncation",
                            "true",
                            "maxLength",
                            Integer.toString(WORD_PIECES),
                            "modelMaxLength",
                            Integer.toString(WORD_PIECES)));
        } catch (IOException e) {
            throw new UncheckedIOException("the embedder's tokenizer cannot be read", e);
        }
    }

    /** One vector per text, in the same order. */
    public List<float[]> embed(List<String> texts) {
        return texts.stream().map(this::embedOne).toList();
    }

    private float[] embedOne(String text) {
        float[] vector = model.embed(TextSegment.from(cut(text))).content().vector();
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }

    private String cut(String text) {
        // The embedder refuses a blank text; a full stop says as little.
        if (text.isBlank()) {
            return ".";
        }
        String bounded = text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
        int end = 0;
        for (CharSpan span : tokenizer.encode(bounded).getCharTokenSpans()) {
            end = span == null ? end : Math.max(end, span.getEnd());
        }
        return end == 0 ? bounded : bounded.substring(0, bounded.offsetByCodePoints(0, end));
    }
}
