package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Tokens as text. */
final class Pieces {

    private static final int AT_ONCE = 4096;

    private Pieces() {}

    static String text(Engine engine, int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        engine.pieces(tokens).forEach(bytes::writeBytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The string of each token of the model's vocabulary. */
    static List<String> vocabulary(Engine engine) {
        int size = engine.model().vocabularySize();
        List<String> strings = new ArrayList<>();
        for (int from = 0; from < size; from += AT_ONCE) {
            int[] tokens = IntStream.range(from, Math.min(size, from + AT_ONCE)).toArray();
            engine.pieces(tokens).forEach(piece -> strings.add(new String(piece, StandardCharsets.UTF_8)));
        }
        return strings;
    }
}
