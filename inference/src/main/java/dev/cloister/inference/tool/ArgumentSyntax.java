package dev.cloister.inference.tool;

import dev.cloister.inference.Tool;
import dev.cloister.inference.grammar.GrammarPart;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How a model writes the arguments of a call. */
public sealed interface ArgumentSyntax permits JsonArguments, TaggedArguments {

    /** A text of the syntax as a grammar, control tokens as such. */
    interface Literals extends Function<String, List<GrammarPart>> {}

    /**
     * Arguments that were read.
     *
     * @param json a JSON object
     * @param end the index behind them
     */
    record Read(String json, int end) {}

    /** Whether arguments that fit the tool's parameters can be written so. */
    boolean writes(Tool tool);

    /** The arguments that fit the tool's parameters. */
    GrammarPart form(Tool tool, Literals literals);

    /**
     * Reads arguments that fit the tool's parameters.
     *
     * @param from where they begin
     * @return nothing where they break off
     */
    Optional<Read> read(Tool tool, String text, int from);

    /** Whether the arguments show where they end; otherwise only what follows them does. */
    boolean endThemselves();

    /**
     * Arguments as a model would write them.
     *
     * @param json a JSON object
     */
    String written(String json);

    /** What arguments look like, for people and models. */
    String example();
}
