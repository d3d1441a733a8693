package dev.cloister.inference;

/** The form that a whole answer must have. It is kept by construction: a token that would break it is never drawn. */
public sealed interface OutputForm {

    /**
     * A JSON value that fits a JSON Schema.
     *
     * @param schema the schema as JSON text; keywords that are not supported are refused, not ignored
     */
    record JsonSchema(String schema) implements OutputForm {}

    /**
     * A text that a regular expression matches from its beginning to its end.
     *
     * @param pattern ECMA-262 syntax, the part that is regular
     */
    record Regex(String pattern) implements OutputForm {}

    /**
     * A text of a context-free grammar.
     *
     * @param grammar rules in llama.cpp's GBNF notation, starting at {@code root}
     */
    record Gbnf(String grammar) implements OutputForm {}
}
