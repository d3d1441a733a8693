package dev.cloister.sandbox.egress.secret;

import dev.cloister.sandbox.egress.audit.EgressRefusal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Passes a stream on and ends it at the first of several texts, of which not one whole is ever passed on, wherever the
 * stream is cut into pieces. Holds back no more than what may be the beginning of one (Knuth, Morris and Pratt, 1977).
 */
public final class StreamSearch extends OutputStream {

    private final OutputStream out;
    private final List<byte[]> texts;
    private final int[][] fallbacks;
    private final int[] matched;
    private final Supplier<EgressRefusal> found;
    private byte[] held = new byte[0];

    /**
     * @param texts what must not pass, none of them empty
     * @param found what to throw then
     */
    public StreamSearch(OutputStream out, Collection<String> texts, Supplier<EgressRefusal> found) {
        this.out = out;
        this.texts = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        this.fallbacks = this.texts.stream().map(StreamSearch::fallbacks).toArray(int[][]::new);
        this.matched = new int[this.texts.size()];
        this.found = found;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            step(bytes[i]);
        }
        int keep = Arrays.stream(matched).max().orElse(0);
        byte[] all = Arrays.copyOf(held, held.length + length);
        System.arraycopy(bytes, offset, all, held.length, length);
        out.write(all, 0, all.length - keep);
        held = Arrays.copyOfRange(all, all.length - keep, all.length);
    }

    /** Passes on what was held back: the stream has ended. */
    public void finish() throws IOException {
        out.write(held);
        held = new byte[0];
        Arrays.fill(matched, 0);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    private void step(byte next) throws EgressRefusal {
        for (int i = 0; i < matched.length; i++) {
            byte[] text = texts.get(i);
            int at = matched[i];
            while (at > 0 && text[at] != next) {
                at = fallbacks[i][at - 1];
            }
            at += text[at] == next ? 1 : 0;
            if (at == text.length) {
                throw found.get();
            }
            matched[i] = at;
        }
    }

    /** For each beginning of a text the length of its longest proper beginning that is also its end. */
    private static int[] fallbacks(byte[] text) {
        int[] table = new int[text.length];
        for (int i = 1; i < text.length; i++) {
            int at = table[i - 1];
            while (at > 0 && text[at] != text[i]) {
                at = table[at - 1];
            }
            table[i] = text[at] == text[i] ? at + 1 : at;
        }
        return table;
    }
}
