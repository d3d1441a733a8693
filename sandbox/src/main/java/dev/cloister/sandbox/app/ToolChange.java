package dev.cloister.sandbox.app;

import dev.cloister.sandbox.isc.ToolDescription;
import dev.cloister.sandbox.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One difference between what an app said its tools were and what it says now.
 *
 * @param tool the tool's name
 * @param part what of it differs
 * @param before what it was; empty for a new tool
 * @param after what it is; empty for one that is gone
 */
public record ToolChange(String tool, Part part, String before, String after) {

    /** What of a tool differs. */
    public enum Part {
        /** The tool was not there before, or is there no longer. */
        TOOL,
        DESCRIPTION,
        INPUT_SCHEMA
    }

    /** All differences, by the tools' names. */
    public static List<ToolChange> between(List<ToolDescription> before, List<ToolDescription> after) {
        Map<String, ToolDescription> old = byName(before);
        Map<String, ToolDescription> now = byName(after);
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        List<ToolChange> changes = new ArrayList<>();
        for (String name : names) {
            ToolDescription was = old.getOrDefault(name, NONE);
            ToolDescription is = now.getOrDefault(name, NONE);
            if (was.equals(NONE) || is.equals(NONE)) {
                changes.add(new ToolChange(name, Part.TOOL, was.description(), is.description()));
                continue;
            }
            if (!was.description().equals(is.description())) {
                changes.add(new ToolChange(name, Part.DESCRIPTION, was.description(), is.description()));
            }
            String oldSchema = Json.parse(was.inputSchema()).sorted().text();
            String newSchema = Json.parse(is.inputSchema()).sorted().text();
            if (!oldSchema.equals(newSchema)) {
                changes.add(new ToolChange(name, Part.INPUT_SCHEMA, oldSchema, newSchema));
            }
        }
        return List.copyOf(changes);
    }

    private static final ToolDescription NONE = new ToolDescription("", "", "{}");

    private static Map<String, ToolDescription> byName(List<ToolDescription> tools) {
        return tools.stream()
                .collect(Collectors.toMap(ToolDescription::name, Function.identity(), (one, other) -> one));
    }
}
