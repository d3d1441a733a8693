package dev.cloister.inference.grammar;

/** A text that is read from left to right, code point by code point. */
final class Notation {

    static final int END = -1;

    private final int[] text;
    private int at;

    Notation(String text) {
        this.text = text.codePoints().toArray();
    }

    int peek() {
        return peek(0);
    }

    int peek(int ahead) {
        return at + ahead < text.length ? text[at + ahead] : END;
    }

    int next() {
        return at < text.length ? text[at++] : END;
    }

    int at() {
        return at;
    }

    void back(int to) {
        at = to;
    }

    /** Goes past the text if it comes next. */
    boolean skip(String expected) {
        for (int i = 0; i < expected.length(); i++) {
            if (peek(i) != expected.charAt(i)) {
                return false;
            }
        }
        at += expected.length();
        return true;
    }

    void expect(String expected) {
        if (!skip(expected)) {
            throw wrong("'" + expected + "' is missing");
        }
    }

    /** A whole number of at most six digits; -1 where there is none. */
    int number() {
        int value = -1;
        for (int digits = 0; peek() >= '0' && peek() <= '9'; digits++) {
            if (digits == 6) {
                throw wrong("a number is too large");
            }
            value = Math.max(value, 0) * 10 + next() - '0';
        }
        return value;
    }

    /** So many hexadecimal digits. */
    int hex(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw wrong("a hexadecimal digit is missing");
            }
            next();
            value = value * 16 + digit;
        }
        return value;
    }

    NotationException wrong(String what) {
        return new NotationException(what + " at character " + at);
    }
}
