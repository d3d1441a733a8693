package dev.cloister.inference.grammar;

import dev.cloister.inference.llama.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Text that follows in any case, as tokens of the tokenizer's own split. The last token is left to be drawn, since it may
 * be the beginning of a longer one that the model is used to; only where the answer ends it is kept.
 */
final class ForcedText {

    private static final int LONGEST = 256;
    private static final int[] NONE = {};

    private final Matcher matcher;
    private final Vocabulary vocabulary;
    private final Tokenizer tokenizer;

    ForcedText(Matcher matcher, Vocabulary vocabulary, Tokenizer tokenizer) {
        this.matcher = matcher;
        this.vocabulary = vocabulary;
        this.tokenizer = tokenizer;
    }

    int[] tokens(MatchState from) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MatchState state = from;
        OptionalInt only = matcher.only(state);
        if (only.isPresent() && only.getAsInt() >= Matcher.CONTROL) {
            return new int[] {only.getAsInt() - Matcher.CONTROL};
        }
        while (only.isPresent() && only.getAsInt() < Matcher.CONTROL && bytes.size() < LONGEST) {
            bytes.write(only.getAsInt());
            state = matcher.step(state, only.getAsInt());
            only = matcher.only(state);
        }
        boolean whole = state.finished() || only.isPresent() && only.getAsInt() >= Matcher.CONTROL;
        return split(bytes.toByteArray(), whole);
    }

    private int[] split(byte[] text, boolean whole) {
        String known = new String(text, StandardCharsets.UTF_8);
        if (text.length < 2 && !whole || !Arrays.equals(known.getBytes(StandardCharsets.UTF_8), text)) {
            return NONE;
        }
        int[] tokens = tokenizer.tokens(known);
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        for (int token : tokens) {
            pieces.writeBytes(vocabulary.piece(token));
        }
        if (!Arrays.equals(pieces.toByteArray(), text)) {
            return NONE;
        }
        return whole ? tokens : Arrays.copyOf(tokens, Math.max(0, tokens.length - 1));
    }
}
