package dev.cloister.gateway.evidence.c2pa;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A manifest store within a text, each byte of it a variation selector (C2PA 2.3, A.7: C2PATextManifestWrapper). The order of bytes in
 * its length is not said there; it is the order of the boxes within, the most significant first.
 *
 * @param start where U+FEFF stands, in UTF-16 units
 * @param end after the last selector
 * @param store the manifest store; empty where the wrapper is damaged
 */
record TextWrapper(int start, int end, Optional<byte[]> store) {

    /** A manifest of one signature has some three thousand bytes; those with pictures belong to other files. */
    static final int MOST_BYTES = 256 * 1024;

    private static final char MARKER = '\uFEFF';
    private static final byte[] MAGIC = "C2PATXT\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 1;
    private static final int HEADER = MAGIC.length + 1 + Integer.BYTES;
    private static final int MOST_SELECTORS = HEADER + 2 * MOST_BYTES;
    private static final int FIRST_SELECTOR = 0xFE00;
    private static final int FIRST_SUPPLEMENT = 0xE0100;
    private static final int SMALL = 16;

    /** All wrappers of a text, damaged ones too; selectors without the magic number are none. */
    static List<TextWrapper> in(String text) {
        List<TextWrapper> found = new ArrayList<>();
        for (int start = text.indexOf(MARKER); start >= 0; ) {
            int end = runEnd(text, start + 1);
            byte[] bytes = decoded(text, start + 1, end);
            if (bytes.length >= MAGIC.length && Arrays.equals(MAGIC, 0, MAGIC.length, bytes, 0, MAGIC.length)) {
                found.add(new TextWrapper(start, end, store(bytes)));
            }
            start = text.indexOf(MARKER, Math.max(end, start + 1));
        }
        return List.copyOf(found);
    }

    /** The text without its wrappers. */
    static String removed(String text) {
        StringBuilder left = new StringBuilder(text.length());
        int place = 0;
        for (TextWrapper wrapper : in(text)) {
            left.append(text, place, wrapper.start);
            place = wrapper.end;
        }
        return left.append(text, place, text.length()).toString();
    }

    /** The characters that carry a store. */
    static String carrying(byte[] store) {
        byte[] all = ByteBuffer.allocate(HEADER + store.length)
                .put(MAGIC)
                .put(VERSION)
                .putInt(store.length)
                .put(store)
                .array();
        StringBuilder text = new StringBuilder(2 * all.length + 1).append(MARKER);
        for (byte one : all) {
            text.appendCodePoint(selector(Byte.toUnsignedInt(one)));
        }
        return text.toString();
    }

    private static int selector(int value) {
        return value < SMALL ? FIRST_SELECTOR + value : FIRST_SUPPLEMENT + value - SMALL;
    }

    /** The byte that a character stands for, or -1. */
    private static int value(int c) {
        if (c >= FIRST_SELECTOR && c < FIRST_SELECTOR + SMALL) {
            return c - FIRST_SELECTOR;
        }
        return c >= FIRST_SUPPLEMENT && c <= selector(0xFF) ? c - FIRST_SUPPLEMENT + SMALL : -1;
    }

    /** Whether a character is a variation selector. */
    static boolean selects(int c) {
        return value(c) >= 0;
    }

    private static int runEnd(String text, int from) {
        int end = from;
        while (end < text.length() && selects(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** No more than can be a wrapper, and one byte beyond. */
    private static byte[] decoded(String text, int from, int end) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int place = from; place < end && bytes.size() <= MOST_SELECTORS; ) {
            int c = text.codePointAt(place);
            bytes.write(value(c));
            place += Character.charCount(c);
        }
        return bytes.toByteArray();
    }

    private static Optional<byte[]> store(byte[] bytes) {
        if (bytes.length < HEADER || bytes[MAGIC.length] != VERSION) {
            return Optional.empty();
        }
        long length = Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(MAGIC.length + 1));
        boolean whole = bytes.length <= MOST_SELECTORS && length <= MOST_BYTES && HEADER + length <= bytes.length;
        return whole && padded(bytes, (int) (HEADER + length))
                ? Optional.of(Arrays.copyOfRange(bytes, HEADER, (int) (HEADER + length)))
                : Optional.empty();
    }

    /**
     * Later versions of the specification fill up to a length that the store's size alone decides, with these two bytes; first all of
     * one and then all of the other, so that their order says nothing.
     */
    private static boolean padded(byte[] bytes, int from) {
        int changes = 0;
        for (int place = from; place < bytes.length; place++) {
            if (bytes[place] != 0 && bytes[place] != SMALL) {
                return false;
            }
            changes += place > from && bytes[place] != bytes[place - 1] ? 1 : 0;
        }
        return changes <= 1;
    }
}
