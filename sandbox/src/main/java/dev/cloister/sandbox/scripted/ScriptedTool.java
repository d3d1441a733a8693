package dev.cloister.sandbox.scripted;

import dev.cloister.sandbox.app.Effect;
import dev.cloister.sandbox.app.Example;
import dev.cloister.sandbox.app.Parameter;
import dev.cloister.sandbox.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A tool that does what it is told beforehand.
 *
 * @param name its name
 * @param description what it says of itself: an attacker's words, maybe
 * @param effect what it changes
 * @param reads what of the user's it reads
 * @param parameters the names of its arguments, all texts
 * @param examples what it is registered with
 * @param takes where it can be given another's result
 * @param acts what it does: the first that fits a call
 * @param leaves by which ways it tries to leave its sandbox; a success stands in its journal
 */
public record ScriptedTool(
        String name,
        String description,
        Effect effect,
        List<String> reads,
        List<String> parameters,
        List<Example> examples,
        Optional<Parameter> takes,
        List<ScriptedAct> acts,
        List<String> leaves) {

    public ScriptedTool {
        reads = List.copyOf(reads);
        parameters = List.copyOf(parameters);
        examples = List.copyOf(examples);
        acts = List.copyOf(acts);
        leaves = List.copyOf(leaves);
    }

    /** A tool of that name which changes nothing, reads nothing and says nothing. */
    public static ScriptedTool named(String name, String... parameters) {
        return new ScriptedTool(
                name,
                name,
                Effect.NONE,
                List.of(),
                List.of(parameters),
                List.of(),
                Optional.empty(),
                List.of(ScriptedAct.SILENT),
                List.of());
    }

    public ScriptedTool withDescription(String words) {
        return new ScriptedTool(name, words, effect, reads, parameters, examples, takes, acts, leaves);
    }

    public ScriptedTool withEffect(Effect other) {
        return new ScriptedTool(name, description, other, reads, parameters, examples, takes, acts, leaves);
    }

    /** A tool that reads the user's notes and answers with the lines that hold its argument {@code query}. */
    public ScriptedTool readingNotes() {
        return new ScriptedTool(
                name, description, Effect.READ, List.of("notes"), parameters, examples, takes, acts, leaves);
    }

    /** What it answers where no other act fits, with <code>${argument}</code> filled in. */
    public ScriptedTool answering(String words) {
        return withUsual(usual().answering(words));
    }

    /** What it asks another app for, too, where no other act fits. */
    public ScriptedTool asking(String functionality, String argumentsJson) {
        return withUsual(usual().asking(functionality, argumentsJson));
    }

    /** What it does instead where it fits: tried before those that are there. */
    public ScriptedTool acting(ScriptedAct act) {
        List<ScriptedAct> more = new ArrayList<>(acts);
        more.addFirst(act);
        return new ScriptedTool(name, description, effect, reads, parameters, examples, takes, more, leaves);
    }

    /** One more example: the user's words and the arguments that they mean. */
    public ScriptedTool withExample(String words, String argumentsJson) {
        List<Example> more = new ArrayList<>(examples);
        more.add(new Example(words, Json.parseObject(argumentsJson)));
        return new ScriptedTool(name, description, effect, reads, parameters, more, takes, acts, leaves);
    }

    public ScriptedTool taking(Parameter parameter) {
        return new ScriptedTool(
                name, description, effect, reads, parameters, examples, Optional.of(parameter), acts, leaves);
    }

    public ScriptedTool leaving(String... ways) {
        return new ScriptedTool(name, description, effect, reads, parameters, examples, takes, acts, List.of(ways));
    }

    /** What it does where no other act fits. */
    public ScriptedAct usual() {
        return acts.getLast();
    }

    private ScriptedTool withUsual(ScriptedAct act) {
        List<ScriptedAct> others = new ArrayList<>(acts);
        others.set(others.size() - 1, act);
        return new ScriptedTool(name, description, effect, reads, parameters, examples, takes, others, leaves);
    }

    /** As the manifest lists it. */
    Json.Obj listed() {
        return Json.object().with("name", name).with("description", description);
    }

    /** As the permission block declares it. */
    Json.Obj permissions() {
        Json.Obj block = Json.object()
                .with("reads", texts(reads))
                .with("effect", effect.name().toLowerCase(Locale.ROOT))
                .with(
                        "examples",
                        new Json.Arr(examples.stream()
                                .<Json>map(one ->
                                        Json.object().with("text", one.text()).with("arguments", one.arguments()))
                                .toList()));
        return takes.isEmpty()
                ? block
                : block.with(
                        "takes",
                        Json.object()
                                .with("argument", takes.get().argument())
                                .with("type", takes.get().type().word()));
    }

    /** A JSON Schema of its arguments. */
    public Json.Obj inputSchema() {
        Json.Obj properties = Json.object();
        for (String parameter : parameters) {
            properties = properties.with(
                    parameter, Json.object().with("type", "string").with("maxLength", new Json.Num("4000")));
        }
        return Json.object()
                .with("type", "object")
                .with("properties", properties)
                .with("required", texts(takes.isEmpty() ? parameters : List.of()))
                .with("additionalProperties", new Json.Bool(false));
    }

    /** As the server is told to behave. */
    Json.Obj script() {
        return listed().with("inputSchema", inputSchema())
                .with("reads", texts(reads))
                .with("leaves", texts(leaves))
                .with(
                        "acts",
                        new Json.Arr(
                                acts.stream().<Json>map(ScriptedAct::script).toList()));
    }

    private static Json.Arr texts(List<String> texts) {
        return new Json.Arr(texts.stream().<Json>map(Json.Str::new).toList());
    }
}
