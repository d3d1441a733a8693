package dev.cloister.inference.tool;

import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolCall;
import dev.cloister.inference.tool.ArgumentSyntax.Read;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads the calls of a text that is in a format, or is the beginning of one. */
public final class CallParser {

    private static final int ID_LENGTH = 9;

    private final CallFormat format;
    private final List<Tool> tools;

    /**
     * @param tools the tools that can be called
     */
    public CallParser(CallFormat format, List<Tool> tools) {
        this.format = format;
        // The longest first, since one tool's name may begin another's.
        this.tools = tools.stream()
                .sorted(Comparator.comparingInt(tool -> -tool.name().length()))
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
            Optional<Tool> tool = tools.stream()
                    .filter(each -> text.startsWith(each.name(), start) && arguments(text, start, each) >= 0)
                    .findFirst();
            Optional<Read> read =
                    tool.flatMap(each -> format.arguments().read(each, text, arguments(text, start, each)));
            if (read.isEmpty()) {
                break;
            }
            int end = read.get().end();
            at = format.parallel() ? skip(text, end, format.next()) : -1;
            boolean whole = format.arguments().endThemselves() || at >= 0 || skip(text, end, format.closing()) >= 0;
            if (whole) {
                calls.add(new ToolCall(
                        CallIds.fresh(), tool.orElseThrow().name(), read.get().json()));
            }
        }
        return calls;
    }

    /** Where the arguments of a tool's call begin, or a negative number where it is no call of that tool. */
    private int arguments(String text, int start, Tool tool) {
        return skip(text, start + tool.name().length(), format.between());
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
}
