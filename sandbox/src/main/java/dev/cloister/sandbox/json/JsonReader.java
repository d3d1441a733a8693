package dev.cloister.sandbox.json;

import dev.cloister.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A strict reader of RFC 8259: no trailing text, no duplicate names, bounded depth. */
final class JsonReader {

    private static final int MAX_DEPTH = 64;

    private final String text;
    private int at;

    JsonReader(String text) {
        this.text = text;
    }

    Json document() {
        Json value = value(0);
        skipSpace();
        if (at != text.length()) {
            throw bad("text after the value");
        }
        return value;
    }

    private Json value(int depth) {
        if (depth > MAX_DEPTH) {
            throw bad("more than " + MAX_DEPTH + " levels");
        }
        skipSpace();
        char c = peek();
        if (c == '{') {
            return object(depth);
        }
        if (c == '[') {
            return list(depth);
        }
        if (c == '"') {
            return new Json.Str(string());
        }
        if (c == 't') {
            return literal("true", new Json.Bool(true));
        }
        if (c == 'f') {
            return literal("false", new Json.Bool(false));
        }
        if (c == 'n') {
            return literal("null", new Json.Nul());
        }
        return number();
    }

    private Json object(int depth) {
        Map<String, Json> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (take('}')) {
            return new Json.Obj(members);
        }
        do {
            skipSpace();
            if (peek() != '"') {
                throw bad("a name must be a text");
            }
            String name = string();
            skipSpace();
            require(':');
            if (members.put(name, value(depth + 1)) != null) {
                throw bad("the name \"" + name + "\" twice");
            }
            skipSpace();
        } while (take(','));
        require('}');
        return new Json.Obj(members);
    }

    private Json list(int depth) {
        List<Json> items = new ArrayList<>();
        at++;
        skipSpace();
        if (take(']')) {
            return new Json.Arr(items);
        }
        do {
            items.add(value(depth + 1));
            skipSpace();
        } while (take(','));
        require(']');
        return new Json.Arr(items);
    }

    private String string() {
        at++;
        int start = at;
        while (peek() != '"' && peek() != '\\' && peek() >= 0x20) {
            at++;
        }
        if (peek() == '"') {
            return text.substring(start, at++);
        }
        StringBuilder out = new StringBuilder(text.substring(start, at));
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return out.toString();
            } else if (c == '\\') {
                out.append(escape());
            } else if (c < 0x20) {
                throw bad("a control character in a text");
            } else {
                out.append(c);
            }
        }
    }

    private char escape() {
        char c = peek();
        at++;
        int plain = "\"\\/bfnrt".indexOf(c);
        if (plain >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(plain);
        }
        if (c != 'u') {
            throw bad("an unknown escape");
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw bad("an escape without four hexadecimal digits");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private Json number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int whole = digits();
        if (whole > 1 && text.charAt(at - whole) == '0') {
            throw bad("a number with a leading zero");
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return new Json.Num(text.substring(start, at));
    }

    private int digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw bad("no value");
        }
        return at - start;
    }

    private Json literal(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw bad("no value");
        }
        at += word.length();
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void require(char c) {
        if (!take(c)) {
            throw bad("no '" + c + "'");
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw bad("an early end");
        }
        return text.charAt(at);
    }

    private SandboxException bad(String what) {
        return new SandboxException(
                SandboxException.Code.MESSAGE_INVALID, "Not JSON: " + what + " at character " + at + ".");
    }
}
