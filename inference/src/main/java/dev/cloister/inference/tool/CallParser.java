package dev.cloister.inference.tool;

import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads the calls of a text that is in a format, or is the beginning of one. */
public final class CallParser {

    private static final int ID_LENGTH = 9;

    private final CallFormat format;
    private final List<String> names;

    /**
     * @param tools the tools that can be called
     */
    public CallParser(CallFormat format, List<Tool> tools) {
        this.format = format;
        // The longest first, since one tool's name may begin another's.
        names = tools.stream()
                .map(Tool::name)
                .sorted(Comparator.comparingInt(name -> -name.length()))
                .toList();
    }

    /**
     * The calls, each with a fresh id; a call that breaks off is left out.
     *
     * @param text what follows the trigger
     */
    public List<ToolCall> parse(String text) {
        List<ToolCall> calls = new ArrayList<>();
        int at = skip(text, 0, format.openingBehindTrigger());
        while (at >= 0) {
            int start = at;
            Optional<String> name = names.stream()
                    .filter(each ->
                            text.startsWith(each, start) && skip(text, start + each.length(), format.between()) >= 0)
                    .findFirst();
            if (name.isEmpty()) {
                break;
            }
            int arguments = skip(text, at + name.get().length(), format.between());
            int end = endOfObject(text, arguments);
            if (end < 0) {
                break;
            }
            calls.add(new ToolCall(CallIds.fresh(), name.get(), text.substring(arguments, end)));
            at = format.parallel() ? skip(text, end, format.next()) : -1;
        }
        return calls;
    }

    /** The index behind the literal, or a negative number where it does not stand there. */
    private static int skip(String text, int from, String literal) {
        int at = from;
        for (int i = 0; i < literal.length(); i++) {
            char expected = literal.charAt(i);
            if (expected == CallFormat.ID) {
                at += ID_LENGTH;
            } else if (at < text.length() && text.charAt(at) == expected) {
                at++;
            } else {
                return -1;
            }
        }
        return at <= text.length() ? at : -1;
    }

    private static int endOfObject(String text, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char here = text.charAt(i);
            if (quoted) {
                if (here == '\\') {
                    i++;
                } else {
                    quoted = here != '"';
                }
            } else if (here == '"') {
                quoted = true;
            } else if (here == '{' || here == '[') {
                depth++;
            } else if (here == '}' || here == ']') {
                depth--;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        return -1;
    }
}
