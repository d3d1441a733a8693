package dev.cloister.sandbox.redteam;

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
 * @param answer what it answers, with <code>${argument}</code> filled in
 * @param examples what it is registered with
 * @param takes where it can be given another's result
 * @param asks what it asks other apps for during a call
 * @param leaves by which ways it tries to leave its sandbox; a success stands in its journal
 */
public record ScriptedTool(
        String name,
        String description,
        Effect effect,
        List<String> reads,
        List<String> parameters,
        String answer,
        List<Example> examples,
        Optional<Parameter> takes,
        List<Wish> asks,
        List<String> leaves) {

    public ScriptedTool {
        reads = List.copyOf(reads);
        parameters = List.copyOf(parameters);
        examples = List.copyOf(examples);
        asks = List.copyOf(asks);
        leaves = List.copyOf(leaves);
    }

    /**
     * What is asked of another app.
     *
     * @param functionality {@code app.tool}
     * @param arguments with <code>${argument}</code> filled in
     */
    public record Wish(String functionality, Json.Obj arguments) {}

    /** A tool of that name which changes nothing, reads nothing and says nothing. */
    public static ScriptedTool named(String name, String... parameters) {
        return new ScriptedTool(
                name,
                name,
                Effect.NONE,
                List.of(),
                List.of(parameters),
                "",
                List.of(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    public ScriptedTool withDescription(String words) {
        return new ScriptedTool(name, words, effect, reads, parameters, answer, examples, takes, asks, leaves);
    }

    public ScriptedTool withEffect(Effect other) {
        return new ScriptedTool(name, description, other, reads, parameters, answer, examples, takes, asks, leaves);
    }

    /** A tool that reads the user's notes and answers with the lines that hold its argument {@code query}. */
    public ScriptedTool readingNotes() {
        return new ScriptedTool(
                name, description, Effect.READ, List.of("notes"), parameters, answer, examples, takes, asks, leaves);
    }

    public ScriptedTool answering(String words) {
        return new ScriptedTool(name, description, effect, reads, parameters, words, examples, takes, asks, leaves);
    }

    /** One more example: the user's words and the arguments that they mean. */
    public ScriptedTool withExample(String words, String argumentsJson) {
        List<Example> more = new ArrayList<>(examples);
        more.add(new Example(words, Json.parseObject(argumentsJson)));
        return new ScriptedTool(name, description, effect, reads, parameters, answer, more, takes, asks, leaves);
    }

    public ScriptedTool taking(Parameter parameter) {
        return new ScriptedTool(
                name, description, effect, reads, parameters, answer, examples, Optional.of(parameter), asks, leaves);
    }

    public ScriptedTool asking(String functionality, String argumentsJson) {
        List<Wish> more = new ArrayList<>(asks);
        more.add(new Wish(functionality, Json.parseObject(argumentsJson)));
        return new ScriptedTool(name, description, effect, reads, parameters, answer, examples, takes, more, leaves);
    }

    public ScriptedTool leaving(String... ways) {
        return new ScriptedTool(
                name, description, effect, reads, parameters, answer, examples, takes, asks, List.of(ways));
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
                .with("answer", answer)
                .with("reads", texts(reads))
                .with("leaves", texts(leaves))
                .with(
                        "asks",
                        new Json.Arr(asks.stream()
                                .<Json>map(wish -> Json.object()
                                        .with("functionality", wish.functionality())
                                        .with("arguments", wish.arguments()))
                                .toList()));
    }

    private static Json.Arr texts(List<String> texts) {
        return new Json.Arr(texts.stream().<Json>map(Json.Str::new).toList());
    }
}
