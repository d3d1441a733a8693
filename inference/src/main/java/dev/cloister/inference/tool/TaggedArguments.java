package dev.cloister.inference.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cloister.inference.Tool;
import dev.cloister.inference.grammar.GrammarPart;
import dev.cloister.inference.grammar.GrammarPart.Spacing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Each argument between tags: {@code opening KEY beforeText TEXT closing} where a {@link TextSchema} says that it is a
 * string, whose text stands as it is, and {@code opening KEY beforeValue JSON closing} otherwise.
 *
 * @param opening what stands before a name
 * @param beforeText what stands between the name and a string's text
 * @param beforeValue what stands between the name and a JSON value
 * @param closing what stands behind the value
 */
public record TaggedArguments(String opening, String beforeText, String beforeValue, String closing)
        implements ArgumentSyntax {

    private static final GrammarPart NOTHING = GrammarPart.literal("");

    public TaggedArguments {
        if (closing.isBlank()) {
            throw new IllegalArgumentException("nothing shows where a value ends");
        }
    }

    /** Whether the end of a text is sure: the closing tag begins as it never goes on. */
    public boolean certain() {
        return tag().lastIndexOf(tag().codePointAt(0)) == 0;
    }

    @Override
    public boolean writes(Tool tool) {
        return TaggedParameters.of(tool).isPresent();
    }

    @Override
    public GrammarPart form(Tool tool, Literals literals) {
        TaggedParameters parameters = parameters(tool);
        List<GrammarPart> all = new ArrayList<>();
        parameters.schemas().forEach((name, schema) -> {
            Optional<GrammarPart> text = TextSchema.form(schema, tag());
            List<GrammarPart> one =
                    new ArrayList<>(literals.apply(opening + name + (text.isPresent() ? beforeText : beforeValue)));
            one.add(text.orElseGet(() -> GrammarPart.json(schema.toString(), Spacing.SPACED)));
            one.addAll(literals.apply(closing));
            GrammarPart argument = new GrammarPart.Sequence(one);
            all.add(parameters.required().contains(name) ? argument : GrammarPart.choice(List.of(argument, NOTHING)));
        });
        return new GrammarPart.Sequence(all);
    }

    @Override
    public Optional<Read> read(Tool tool, String text, int from) {
        TaggedParameters parameters = parameters(tool);
        List<String> names = parameters.schemas().keySet().stream()
                .sorted(Comparator.comparingInt(name -> -name.length()))
                .toList();
        ObjectNode read = JsonNodeFactory.instance.objectNode();
        int at = from;
        while (text.startsWith(opening, at)) {
            int key = at + opening.length();
            Optional<Value> value = names.stream()
                    .filter(name -> text.startsWith(name, key))
                    .flatMap(name -> value(name, parameters, text, key + name.length()).stream())
                    .findFirst();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            read.set(value.get().name(), value.get().value());
            at = value.get().end();
        }
        return Optional.of(new Read(read.toString(), at));
    }

    @Override
    public boolean endThemselves() {
        return false;
    }

    @Override
    public String written(String json) {
        StringBuilder text = new StringBuilder();
        ToolJson.object(json, "The arguments of a call").properties().forEach(one -> text.append(opening)
                .append(one.getKey())
                .append(one.getValue().isTextual() ? beforeText : beforeValue)
                .append(
                        one.getValue().isTextual()
                                ? one.getValue().textValue()
                                : one.getValue().toString())
                .append(closing));
        return text.toString();
    }

    @Override
    public String example() {
        return opening + "ARGUMENT" + beforeText + "VALUE" + closing;
    }

    private record Value(String name, JsonNode value, int end) {}

    private Optional<Value> value(String name, TaggedParameters parameters, String text, int from) {
        JsonNode schema = parameters.schemas().getOrDefault(name, JsonNodeFactory.instance.objectNode());
        boolean raw = TextSchema.form(schema, tag()).isPresent();
        String before = raw ? beforeText : beforeValue;
        if (!text.startsWith(before, from)) {
            return Optional.empty();
        }
        int start = from + before.length();
        int lead = closing.indexOf(tag());
        for (int at = text.indexOf(tag(), start); at >= 0; at = text.indexOf(tag(), at + 1)) {
            int end = at - lead;
            if (end >= start && text.startsWith(closing, end)) {
                String content = text.substring(start, end);
                Optional<JsonNode> value =
                        raw ? Optional.of(JsonNodeFactory.instance.textNode(content)) : ToolJson.value(content);
                if (value.isPresent()) {
                    return Optional.of(new Value(name, value.get(), end + closing.length()));
                }
            }
        }
        return Optional.empty();
    }

    /** The closing's own tag, without what stands around it. */
    private String tag() {
        String stripped = closing.strip();
        int end = stripped.indexOf('>');
        return end < 0 ? stripped : stripped.substring(0, end + 1);
    }

    private static TaggedParameters parameters(Tool tool) {
        return TaggedParameters.of(tool)
                .orElseThrow(() -> new IllegalArgumentException("no tagged arguments fit " + tool.name()));
    }
}
