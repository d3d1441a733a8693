package dev.cloister.inference;

import java.util.List;

/**
 * Which tools an answer may call.
 *
 * @param tools the tools, each name once
 * @param choice whether it may, must, or must not
 * @param parallel whether it may call several at once
 */
public record ToolUse(List<Tool> tools, Choice choice, boolean parallel) {

    /** No tools. */
    public static final ToolUse NONE = new ToolUse(List.of(), new Choice.None(), false);

    public ToolUse {
        tools = List.copyOf(tools);
        if (tools.stream().map(Tool::name).distinct().count() < tools.size()) {
            throw new EngineException(EngineException.Code.INVALID_REQUEST, "Two tools have the same name.");
        }
        if (choice instanceof Choice.Named named
                && tools.stream().noneMatch(tool -> tool.name().equals(named.tool()))) {
            throw new EngineException(
                    EngineException.Code.INVALID_REQUEST, "The tool that must be called is not among the tools.");
        }
        if (choice instanceof Choice.Required && tools.isEmpty()) {
            throw new EngineException(
                    EngineException.Code.INVALID_REQUEST, "A tool must be called, but there are no tools.");
        }
    }

    /** Whether a tool is called. */
    public sealed interface Choice {

        /** The model decides. */
        record Auto() implements Choice {}

        /** The tools are shown to the model, and none is called. */
        record None() implements Choice {}

        /** At least one is called. */
        record Required() implements Choice {}

        /** This one is called. */
        record Named(String tool) implements Choice {}
    }
}
