package dev.cloister.gateway.openai.body;

import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which tools an answer may call. */
public final class ToolFields {

    private static final int MOST_TOOLS = 64;
    private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";

    private ToolFields() {}

    /** Where a tool's name and parameters stand. */
    public enum Shape {
        /** In an object {@code function}, as in chat completions. */
        NESTED,
        /** Beside the type, as in responses. */
        FLAT
    }

    /** Takes {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}. */
    public static ToolUse take(Fields fields, Shape shape) {
        List<Tool> tools = new ArrayList<>();
        fields.value("tools").ifPresent(list -> {
            for (Fields.Value one : list.list(MOST_TOOLS)) {
                Tool tool = tool(one.object(), shape);
                if (tools.stream().anyMatch(known -> known.name().equals(tool.name()))) {
                    throw one.wrong("has the name of another tool");
                }
                tools.add(tool);
            }
        });
        boolean parallel = fields.flag("parallel_tool_calls").orElse(true);
        Optional<Fields.Value> choice = fields.value("tool_choice");
        if (tools.isEmpty()) {
            choice.filter(value -> !value.node().asText().equals("none")).ifPresent(value -> {
                throw value.wrong("is given without tools");
            });
            return ToolUse.NONE;
        }
        return new ToolUse(
                tools, choice.map(value -> choice(value, tools, shape)).orElseGet(ToolUse.Choice.Auto::new), parallel);
    }

    private static Tool tool(Fields given, Shape shape) {
        requireFunction(given);
        Fields function = shape == Shape.NESTED ? given.required("function").object() : given;
        Fields.Value name = function.required("name");
        if (!name.text().matches("[A-Za-z0-9_-]{1,64}")) {
            throw name.wrong("must have 1 to 64 letters, digits, underscores and dashes");
        }
        String description = function.text("description").orElse("");
        String parameters = function.value("parameters")
                .map(value -> {
                    if (!value.node().isObject()) {
                        throw value.wrong("must be a JSON Schema");
                    }
                    return value.node().isEmpty() ? NO_PARAMETERS : value.node().toString();
                })
                .orElse(NO_PARAMETERS);
        // Arguments keep to the schema in any case.
        function.flag("strict");
        function.end();
        given.end();
        return new Tool(name.text(), description, parameters);
    }

    private static ToolUse.Choice choice(Fields.Value choice, List<Tool> tools, Shape shape) {
        if (choice.node().isObject()) {
            Fields given = choice.object();
            requireFunction(given);
            Fields function = shape == Shape.NESTED ? given.required("function").object() : given;
            Fields.Value name = function.required("name");
            if (tools.stream().noneMatch(tool -> tool.name().equals(name.text()))) {
                throw name.wrong("names none of the tools");
            }
            function.end();
            given.end();
            return new ToolUse.Choice.Named(name.text());
        }
        return switch (choice.node().asText()) {
            case "auto" -> new ToolUse.Choice.Auto();
            case "none" -> new ToolUse.Choice.None();
            case "required" -> new ToolUse.Choice.Required();
            default -> throw choice.wrong("must be auto, none, required or one function's name");
        };
    }

    private static void requireFunction(Fields given) {
        Fields.Value type = given.required("type");
        if (!type.text().equals("function")) {
            throw type.wrong("must be function, the only kind of tool that is served");
        }
    }
}
