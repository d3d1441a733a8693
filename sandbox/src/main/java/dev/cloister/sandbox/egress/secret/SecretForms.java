package dev.cloister.sandbox.egress.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The forms in which a server gives back what it was sent: as it is, in hex, in base64, percent-encoded, in JSON, in UTF-16. */
final class SecretForms {

    private static final int SHORTEST = 6;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final String UNRESERVED = "-._~";

    private SecretForms() {}

    /** All forms of a text, as characters that stand for one byte each. */
    static Set<String> of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Set<String> forms = new LinkedHashSet<>();
        forms.add(text);
        forms.add(text.replace("\\", "\\\\").replace("\"", "\\\""));
        forms.add(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"));
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
        for (String plain : List.of(LETTERS + UNRESERVED, LETTERS, "")) {
            forms.add(percent(text, plain));
            forms.add(lower(percent(text, plain)));
        }
        forms.add(String.join("\0", text.split("")));
        for (int before = 0; before < 3; before++) {
            forms.add(within(Base64.getEncoder(), bytes, before));
            forms.add(within(Base64.getUrlEncoder(), bytes, before));
        }
        forms.removeIf(form -> form.length() < SHORTEST);
        return forms;
    }

    /** What stays the same of its base64 whatever stands around it, where so many bytes (mod 3) stand before it. */
    private static String within(Base64.Encoder encoder, byte[] bytes, int before) {
        byte[] padded = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, padded, before, bytes.length);
        int first = (before * 8 + 5) / 6;
        int end = padded.length * 8 / 6;
        return encoder.withoutPadding().encodeToString(padded).substring(first, end);
    }

    private static String percent(String text, String plain) {
        StringBuilder encoded = new StringBuilder();
        for (char letter : text.toCharArray()) {
            if (plain.indexOf(letter) >= 0) {
                encoded.append(letter);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) letter));
            }
        }
        return encoded.toString();
    }

    /** With its escapes in lower case, and all else as it was. */
    private static String lower(String percent) {
        StringBuilder lower = new StringBuilder(percent);
        for (int at = lower.indexOf("%"); at >= 0; at = lower.indexOf("%", at + 3)) {
            lower.replace(at, at + 3, lower.substring(at, at + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }
}
