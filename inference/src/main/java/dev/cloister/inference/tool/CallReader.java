package dev.cloister.inference.tool;

import dev.cloister.inference.ToolCall;
import dev.cloister.inference.llama.Vocabulary;
import dev.cloister.inference.session.AnswerReading;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells an answer's words from its calls, token by token. For one answer. */
public final class CallReader implements AnswerReading {

    /** Where a call may begin. */
    public enum Where {
        /** Wherever the trigger comes up. */
        ANYWHERE,
        /** At the answer's beginning only. */
        AT_THE_BEGINNING,
        /** The answer is a call from its first token on. */
        FROM_THE_FIRST_TOKEN
    }

    private final Vocabulary vocabulary;
    private final CallParser parser;
    private final Where where;
    private final byte[] trigger;
    private final Map<Integer, byte[]> controlNames = new HashMap<>();
    private final ByteArrayOutputStream call = new ByteArrayOutputStream();
    private byte[] held = {};
    private boolean calling;
    private boolean saying;

    /**
     * @param parser reads the calls in the end
     */
    public CallReader(Vocabulary vocabulary, CallFormat format, CallParser parser, Where where) {
        this.vocabulary = vocabulary;
        this.parser = parser;
        this.where = where;
        trigger = format.trigger().getBytes(StandardCharsets.UTF_8);
        vocabulary
                .special()
                .control()
                .forEach((name, id) -> controlNames.put(id, name.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public byte[] spoken(int token) {
        byte[] bytes =
                vocabulary.isControl(token) ? controlNames.getOrDefault(token, new byte[0]) : vocabulary.piece(token);
        if (calling) {
            call.writeBytes(bytes);
            return new byte[0];
        }
        if (saying) {
            return vocabulary.piece(token);
        }
        byte[] all = concatenated(held, bytes);
        int at = indexOf(all, trigger);
        boolean leading = where == Where.ANYWHERE || isBlank(all, Math.max(0, at));
        if (at >= 0 && leading) {
            calling = true;
            call.writeBytes(Arrays.copyOfRange(all, at + trigger.length, all.length));
            held = new byte[0];
            return Arrays.copyOf(all, where == Where.ANYWHERE ? at : 0);
        }
        int kept = longestBeginning(all);
        if (where != Where.ANYWHERE && !isBlank(all, all.length - kept)) {
            saying = true;
            held = new byte[0];
            return all;
        }
        int released = where == Where.ANYWHERE ? all.length - kept : 0;
        held = Arrays.copyOfRange(all, released, all.length);
        return Arrays.copyOf(all, released);
    }

    @Override
    public boolean holds() {
        return held.length > 0;
    }

    @Override
    public byte[] rest() {
        byte[] rest = where == Where.FROM_THE_FIRST_TOKEN ? new byte[0] : held;
        held = new byte[0];
        return rest;
    }

    @Override
    public List<ToolCall> calls() {
        return calling ? parser.parse(call.toString(StandardCharsets.UTF_8)) : List.of();
    }

    private int longestBeginning(byte[] text) {
        for (int length = Math.min(trigger.length - 1, text.length); length > 0; length--) {
            if (Arrays.equals(text, text.length - length, text.length, trigger, 0, length)) {
                return length;
            }
        }
        return 0;
    }

    private static int indexOf(byte[] text, byte[] part) {
        for (int at = 0; at + part.length <= text.length; at++) {
            if (Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isBlank(byte[] text, int end) {
        for (int i = 0; i < end; i++) {
            if (!Character.isWhitespace(text[i])) {
                return false;
            }
        }
        return true;
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
