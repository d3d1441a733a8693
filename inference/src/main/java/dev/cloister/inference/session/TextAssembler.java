package dev.cloister.inference.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Turns the bytes of tokens into text that is certain: whole UTF-8 characters, and nothing that may yet turn out to be
 * the beginning of a stop text.
 */
final class TextAssembler {

    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private byte[] incomplete = {};
    private boolean stopped;

    TextAssembler(List<String> stops) {
        this.stops = stops.stream().filter(stop -> !stop.isEmpty()).toList();
    }

    /** Adds a token's bytes; returns the text that became certain. */
    String add(byte[] bytes) {
        byte[] all = Arrays.copyOf(incomplete, incomplete.length + bytes.length);
        System.arraycopy(bytes, 0, all, incomplete.length, bytes.length);
        int whole = wholeCharacters(all);
        incomplete = Arrays.copyOfRange(all, whole, all.length);
        held.append(new String(all, 0, whole, StandardCharsets.UTF_8));
        return release();
    }

    /** Whether a stop text came up; nothing more will be released. */
    boolean stopped() {
        return stopped;
    }

    /** Whether text is held that a later token, or the end, may release. */
    boolean holds() {
        return !stopped && (!held.isEmpty() || incomplete.length > 0);
    }

    /** What was held, once nothing can follow. */
    String end() {
        String rest = stopped ? "" : held + new String(incomplete, StandardCharsets.UTF_8);
        held.setLength(0);
        incomplete = new byte[0];
        return rest;
    }

    private String release() {
        int first = -1;
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && (first < 0 || at < first)) {
                first = at;
            }
        }
        if (first >= 0) {
            stopped = true;
        }
        int certain = first >= 0 ? first : held.length() - longestBeginningOfAStop();
        String text = held.substring(0, certain);
        held.delete(0, certain);
        return text;
    }

    private int longestBeginningOfAStop() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, held.length()); length > longest; length--) {
                if (stop.startsWith(held.substring(held.length() - length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }

    /** How many of the bytes end with a whole character; malformed bytes count as whole. */
    private static int wholeCharacters(byte[] bytes) {
        int lead = bytes.length - 1;
        while (lead >= 0 && lead > bytes.length - 4 && (bytes[lead] & 0xC0) == 0x80) {
            lead--;
        }
        if (lead < 0) {
            return bytes.length;
        }
        int first = bytes[lead] & 0xFF;
        int needed = first >= 0xF0 && first < 0xF5 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1;
        return first < 0xF5 && bytes.length - lead < needed ? lead : bytes.length;
    }
}
