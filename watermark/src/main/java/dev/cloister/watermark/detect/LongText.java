package dev.cloister.watermark.detect;

import dev.cloister.inference.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tokens of texts that are longer than an engine tokenises at once. The text is cut before spaces between words, where
 * the tokenizers in use begin a new piece anyway, so the joined tokens are those of the whole text but for rare borders;
 * each border costs the detector at most one scored pair.
 */
public final class LongText {

    private static final int PIECE = 1000;

    private LongText() {}

    /** The text's token ids, without special tokens. */
    public static int[] tokens(Engine engine, String text) {
        return pieces(text).stream()
                .map(engine::tokenize)
                .flatMapToInt(IntStream::of)
                .toArray();
    }

    /** Pieces of at most so many chars that join to the text; cut inside a word only where it is longer than that. */
    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        while (text.length() - start > PIECE) {
            int cut = cutBefore(text, start, start + PIECE);
            pieces.add(text.substring(start, cut));
            start = cut;
        }
        if (start < text.length()) {
            pieces.add(text.substring(start));
        }
        return List.copyOf(pieces);
    }

    private static int cutBefore(String text, int start, int end) {
        for (int i = end; i > start; i--) {
            boolean betweenWords = text.charAt(i) == ' '
                    && Character.isLetterOrDigit(text.charAt(i + 1 < text.length() ? i + 1 : i))
                    && !Character.isWhitespace(text.charAt(i - 1));
            if (betweenWords) {
                return i;
            }
        }
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
}
