package dev.cloister.inference.tool;

import dev.cloister.inference.Tool;
import dev.cloister.inference.grammar.GrammarPart;
import dev.cloister.inference.grammar.GrammarPart.Spacing;
import java.util.Optional;

/** All arguments as one JSON object. */
public record JsonArguments() implements ArgumentSyntax {

    @Override
    public boolean writes(Tool tool) {
        return true;
    }

    @Override
    public GrammarPart form(Tool tool, Literals literals) {
        return GrammarPart.json(ToolJson.parameters(tool).toString(), Spacing.SPACED);
    }

    @Override
    public Optional<Read> read(Tool tool, String text, int from) {
        int end = endOfObject(text, from);
        return end < 0 ? Optional.empty() : Optional.of(new Read(text.substring(from, end), end));
    }

    @Override
    public boolean endThemselves() {
        return true;
    }

    @Override
    public String written(String json) {
        return json;
    }

    @Override
    public String example() {
        return "{\"ARGUMENT\": VALUE}";
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
