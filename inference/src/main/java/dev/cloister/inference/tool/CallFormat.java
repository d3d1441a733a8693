package dev.cloister.inference.tool;

import dev.cloister.inference.Tool;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a model writes calls: {@code opening NAME between ARGUMENTS (next NAME between ARGUMENTS)* closing}. Most
 * models' formats have this shape, with the arguments as a JSON object: Hermes and Qwen ({@code <tool_call>}), Llama 3 (a
 * bare JSON object), Mistral ({@code [TOOL_CALLS]}), DeepSeek V3.1, Command R, Functionary 3.1 ({@code <function=}); or
 * each between tags: GLM, Qwen3-Coder, MiniMax M2, Seed-OSS, DeepSeek V3.2 and others.
 *
 * @param opening what the first call begins with
 * @param between what stands between a call's name and its arguments
 * @param next what stands between one call's arguments and the next one's name; empty where a turn has one call
 * @param closing what follows the last call's arguments
 * @param arguments how arguments are written
 */
public record CallFormat(String opening, String between, String next, String closing, ArgumentSyntax arguments) {

    /** Stands in a format where the model writes an id: nine letters and digits. */
    public static final char ID = '\0';

    /** The format that Cloister teaches a model whose template knows none: the one of Hermes. */
    public static final CallFormat GENERIC = new CallFormat(
            "<tool_call>\n{\"name\": \"",
            "\", \"arguments\": ",
            "}\n</tool_call>\n<tool_call>\n{\"name\": \"",
            "}\n</tool_call>",
            new JsonArguments());

    private static final Pattern TAG = Pattern.compile("<[^<>\\s]*[>=]|\\[[A-Z_]+]");

    /** Whether one turn may hold several calls. */
    public boolean parallel() {
        return !next.isEmpty();
    }

    /** Whether calls of all these tools can be written so. */
    public boolean writes(List<Tool> tools) {
        return tools.stream().allMatch(arguments::writes);
    }

    /**
     * The text with which a call begins wherever it comes up in an answer: the opening's tag, or the whole opening where
     * it has none.
     */
    public String trigger() {
        String body = opening.stripLeading();
        Matcher tag = TAG.matcher(body);
        return tag.lookingAt() ? tag.group() : body;
    }

    /** What is left of the opening behind the trigger. */
    public String openingBehindTrigger() {
        return opening.stripLeading().substring(trigger().length());
    }

    /**
     * Tells a model of tools, for templates that do not.
     *
     * @param tools the tools
     * @return a text for the system message
     */
    public String describe(List<Tool> tools) {
        StringBuilder text = new StringBuilder(
                "You can call functions. Each line describes one as JSON: its name, what it does, and a JSON Schema of"
                        + " its arguments.\n");
        for (Tool tool : tools) {
            text.append(ToolJson.function(tool)).append('\n');
        }
        text.append("To call a function, write its name and its arguments as JSON like this, and nothing else:\n")
                .append(spelled("NAME", arguments.example()));
        if (parallel()) {
            text.append("\nYou may write several calls, one after the other.");
        }
        return text.append("\nWhere no function is needed, answer in plain words.")
                .toString();
    }

    /**
     * One call.
     *
     * @param json its arguments, a JSON object
     */
    public String written(String name, String json) {
        return spelled(name, arguments.written(json));
    }

    private String spelled(String name, String said) {
        return (opening.stripLeading() + name + between + said + closing.stripTrailing())
                .replace(String.valueOf(ID), "abc123456");
    }
}
