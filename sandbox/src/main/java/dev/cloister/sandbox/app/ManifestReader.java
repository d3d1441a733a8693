package dev.cloister.sandbox.app;

import dev.cloister.sandbox.SandboxException;
import dev.cloister.sandbox.egress.EgressPolicy;
import dev.cloister.sandbox.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads an MCPB manifest of version 0.4 with the permission block that stands at {@code _meta."dev.cloister"}: {@code
 * {"tools": {NAME: {"reads": [..], "effect": "none|read|write|irreversible", "examples": [{"text", "arguments"}],
 * "takes": {"argument", "type"}}}, "asks": ["app.tool"]}}, and what {@link EgressPolicy#read} reads.
 * Fields of MCPB that Cloister does not use are passed over; the permission block is strict.
 */
final class ManifestReader {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern TOOL_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z.+-]{1,64}");
    private static final int MOST_TOOLS = 64;
    private static final int MOST_EXAMPLES = 32;
    private static final int MOST_EXAMPLES_IN_ALL = 128;
    private static final int LONGEST_DESCRIPTION = 2_000;
    private static final int LONGEST_EXAMPLE = 300;
    private static final Pattern TITLE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} .,'&()+-]{0,63}");
    private static final Pattern ENTRY_POINT = Pattern.compile("[A-Za-z0-9._/@-]{1,200}");

    /** What of a user's there is to read. */
    private static final Set<String> READABLE = Set.of("notes");

    private static final Set<String> PERMISSION_FIELDS = Set.of("reads", "effect", "examples", "takes");

    private static final Set<String> BLOCK_FIELDS = Set.of("tools", "asks", "egress", "secrets");
    private static final Pattern FUNCTION = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}\\.[A-Za-z0-9_.-]{1,64}");
    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int MOST_ASKED = 16;

    private ManifestReader() {}

    static AppManifest read(String text) {
        try {
            return manifest(Json.parseObject(text));
        } catch (SandboxException e) {
            throw new SandboxException(
                    SandboxException.Code.BUNDLE_INVALID,
                    "The bundle's manifest.json cannot be used: " + e.getMessage()
                            + " Nothing was installed. Correct the manifest.",
                    e);
        }
    }

    private static AppManifest manifest(Json.Obj json) {
        require(json.text("manifest_version").equals("0.4"), "manifest_version must be \"0.4\".");
        require(NAME.matcher(json.text("name")).matches(), "name must match " + NAME + ".");
        Json.Obj server = json.object("server");
        require(server.text("type").equals("node"), "server.type must be \"node\"; others cannot be run yet.");
        String entryPoint = server.text("entry_point");
        require(
                ENTRY_POINT.matcher(entryPoint).matches()
                        && !entryPoint.startsWith("/")
                        && !Arrays.asList(entryPoint.split("/", -1)).contains(".."),
                "server.entry_point must be a file of the bundle.");
        Json.Obj block = json.object("_meta").object("dev.cloister");
        require(
                BLOCK_FIELDS.containsAll(block.members().keySet()),
                "the permission block may hold " + BLOCK_FIELDS + " only.");
        Json.Obj permissions = block.object("tools");
        List<ToolManifest> tools = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        require(json.list("tools").size() <= MOST_TOOLS, "tools may hold " + MOST_TOOLS + " tools at most.");
        for (Json item : json.list("tools")) {
            require(item instanceof Json.Obj, "tools must hold objects.");
            ToolManifest tool = tool((Json.Obj) item, permissions);
            require(names.add(tool.name()), "the tool \"" + tool.name() + "\" is declared twice.");
            tools.add(tool);
        }
        require(!tools.isEmpty(), "tools must not be empty.");
        require(
                tools.stream().mapToInt(tool -> tool.examples().size()).sum() <= MOST_EXAMPLES_IN_ALL,
                "there may be " + MOST_EXAMPLES_IN_ALL + " examples in all.");
        require(names.containsAll(permissions.members().keySet()), "the permission block names an unknown tool.");
        String name = json.text("name");
        String displayName = json.get("display_name").isPresent() ? json.text("display_name") : name;
        require(
                TITLE.matcher(displayName).matches(),
                "display_name must have 1 to 64 letters, digits, spaces and . , ' & ( ) + -, and begin with one of the"
                        + " first two.");
        require(VERSION.matcher(json.text("version")).matches(), "version must match " + VERSION + ".");
        return new AppManifest(
                name,
                displayName,
                json.text("version"),
                description(json),
                entryPoint,
                tools,
                asks(block),
                EgressPolicy.read(block));
    }

    private static ToolManifest tool(Json.Obj json, Json.Obj permissions) {
        String name = json.text("name");
        require(TOOL_NAME.matcher(name).matches(), "a tool's name must match " + TOOL_NAME + ".");
        Json.Obj block = permissions.object(name);
        require(
                PERMISSION_FIELDS.containsAll(block.members().keySet()),
                "the permission block of \"" + name + "\" may hold " + PERMISSION_FIELDS + " only.");
        List<String> reads = new ArrayList<>();
        for (Json item : block.list("reads")) {
            require(item instanceof Json.Str, "reads must hold texts.");
            String what = ((Json.Str) item).value();
            require(READABLE.contains(what), "reads may hold " + READABLE + " only.");
            reads.add(what);
        }
        Effect effect = effect(block.text("effect"));
        require(
                reads.isEmpty() || effect != Effect.NONE,
                "\"" + name + "\" reads data, so its effect is not \"none\".");
        List<Example> examples = new ArrayList<>();
        require(
                block.list("examples").size() <= MOST_EXAMPLES,
                "\"" + name + "\" may have " + MOST_EXAMPLES + " examples at most.");
        for (Json item : block.list("examples")) {
            require(item instanceof Json.Obj, "examples must hold objects.");
            Json.Obj example = (Json.Obj) item;
            require(
                    example.text("text").length() <= LONGEST_EXAMPLE,
                    "an example's text may have " + LONGEST_EXAMPLE + " characters at most.");
            examples.add(new Example(example.text("text"), example.object("arguments")));
        }
        return new ToolManifest(name, description(json), reads, effect, examples, takes(name, block));
    }

    private static Optional<Parameter> takes(String tool, Json.Obj block) {
        if (block.get("takes").isEmpty()) {
            return Optional.empty();
        }
        Json.Obj takes = block.object("takes");
        require(
                takes.members().keySet().equals(Set.of("argument", "type"))
                        && ARGUMENT.matcher(takes.text("argument")).matches(),
                "takes of \"" + tool + "\" must name an argument and a type.");
        ValueType type = ValueType.of(takes.text("type"))
                .orElseThrow(() -> new SandboxException(
                        SandboxException.Code.BUNDLE_INVALID,
                        "a type must be one of "
                                + Arrays.stream(ValueType.values())
                                        .map(ValueType::word)
                                        .toList() + "."));
        return Optional.of(new Parameter(takes.text("argument"), type));
    }

    private static List<String> asks(Json.Obj block) {
        Set<String> asks = new LinkedHashSet<>();
        for (Json item : block.get("asks").isEmpty() ? List.<Json>of() : block.list("asks")) {
            require(
                    item instanceof Json.Str text
                            && FUNCTION.matcher(text.value()).matches(),
                    "asks must hold tools of other apps, as \"app.tool\".");
            asks.add(((Json.Str) item).value());
        }
        require(asks.size() <= MOST_ASKED, "asks may hold " + MOST_ASKED + " tools at most.");
        return List.copyOf(asks);
    }

    private static String description(Json.Obj json) {
        String text = json.text("description");
        require(
                text.length() <= LONGEST_DESCRIPTION,
                "a description may have " + LONGEST_DESCRIPTION + " characters at most.");
        return text;
    }

    private static Effect effect(String word) {
        for (Effect effect : Effect.values()) {
            if (effect.name().toLowerCase(Locale.ROOT).equals(word)) {
                return effect;
            }
        }
        throw new SandboxException(
                SandboxException.Code.BUNDLE_INVALID, "effect must be none, read, write or irreversible.");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new SandboxException(SandboxException.Code.BUNDLE_INVALID, what);
        }
    }
}
