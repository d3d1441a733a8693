package dev.cloister.inference.embedding;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.langchain4j.data.segment.TextSegment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * MiniLM (all-MiniLM-L6-v2, quantised): texts to unit-length vectors of {@link #DIMENSIONS} floats. A text counts up to
 * its first {@link #WORD_PIECES} word pieces, the most that the model was meant for (its publisher's setting). Deterministic; for one thread
 * at a time.
 */
public final class SentenceEmbedder {

    public static final int DIMENSIONS = 384;
    public static final int WORD_PIECES = 256;

    /** No text needs more characters for its first word pieces, unless most of it says nothing. */
    private static final int MOST_CHARACTERS = 1 << 15;

    private final MiniLm model;
    private final HuggingFaceTokenizer tokenizer;
    private final HuggingFaceTokenizer counter;

    public SentenceEmbedder() {
        model = new MiniLm();
        String most = Integer.toString(WORD_PIECES);
        tokenizer =
                tokenizer(Map.of("padding", "false", "truncation", "true", "maxLength", most, "modelMaxLength", most));
        counter = tokenizer(Map.of("padding", "false", "truncation", "false"));
    }

    private static HuggingFaceTokenizer tokenizer(Map<String, String> options) {
        try (InputStream json = MiniLm.tokenizer()) {
            return HuggingFaceTokenizer.newInstance(json, options);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedder's tokenizer cannot be read", e);
        }
    }

    /** One vector per text, in the same order. */
    public List<float[]> embed(List<String> texts) {
        return texts.stream().map(this::embedOne).toList();
    }

    /**
     * How many word pieces each text has, its two marks included. A text is counted up to its first 32,768 characters,
     * which are more than count for its vector.
     */
    public int[] wordPieces(List<String> texts) {
        return texts.stream()
                .mapToInt(text -> counter.encode(beginning(text)).getIds().length)
                .toArray();
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

    private static String beginning(String text) {
        String start = text.strip();
        if (start.length() <= MOST_CHARACTERS) {
            return start;
        }
        boolean split = Character.isHighSurrogate(start.charAt(MOST_CHARACTERS - 1));
        return start.substring(0, split ? MOST_CHARACTERS - 1 : MOST_CHARACTERS);
    }

    private String cut(String text) {
        String start = beginning(text);
        int end = 0;
        for (CharSpan span : tokenizer.encode(start).getCharTokenSpans()) {
            end = span == null ? end : Math.max(end, span.getEnd());
        }
        // The embedder refuses a text without word pieces; a full stop says as little.
        return end == 0 ? "." : start.substring(0, start.offsetByCodePoints(0, end));
    }
}
