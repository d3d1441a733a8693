package dev.cloister.sandbox.json;

import java.util.Map;

/** Writes JSON in one line. Plain {@code instanceof} chains: a pattern switch would load its bootstrap in each spoke. */
final class JsonWriter {

    private static final String HEX = "0123456789abcdef";

    private JsonWriter() {}

    static void write(Json value, StringBuilder out) {
        if (value instanceof Json.Str text) {
            quote(text.value(), out);
        } else if (value instanceof Json.Num number) {
            out.append(number.literal());
        } else if (value instanceof Json.Bool truth) {
            out.append(truth.value());
        } else if (value instanceof Json.Obj object) {
            String separator = "";
            out.append('{');
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                out.append(separator);
                quote(member.getKey(), out);
                out.append(':');
                write(member.getValue(), out);
                separator = ",";
            }
            out.append('}');
        } else if (value instanceof Json.Arr list) {
            String separator = "";
            out.append('[');
            for (Json item : list.items()) {
                out.append(separator);
                write(item, out);
                separator = ",";
            }
            out.append(']');
        } else {
            out.append("null");
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(HEX.charAt((c >> shift) & 0xf));
                }
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
