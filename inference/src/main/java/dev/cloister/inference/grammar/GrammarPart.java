package dev.cloister.inference.grammar;

import java.util.List;

/**
 * A form put together of pieces, for answers that are more than one JSON value: tool calls between markers, a choice of
 * several schemas, free text that turns into a form at a trigger. {@link GrammarCompiler#compile(GrammarPart, dev.cloister.inference.Session)}
 * makes a constraint of it.
 *
 * <p>A call of one of two tools, between markers, any number of times after free text:
 *
 * <pre>{@code
 * GrammarPart call = sequence(
 *         choice(List.of(
 *                 sequence(literal("{\"name\": \"a\", \"arguments\": "), json(schemaOfA, SPACED), literal("}")),
 *                 sequence(literal("{\"name\": \"b\", \"arguments\": "), json(schemaOfB, SPACED), literal("}")))),
 *         literal("</tool_call>"));
 * GrammarPart answer = new Triggered(List.of(Trigger.text("<tool_call>", call)), true);
 * }</pre>
 *
 * <p>Where a call is required from the first token on, the form is {@code sequence(literal("<tool_call>"), call)}, and
 * {@code repeated(..., 1, UNLIMITED)} of it where several are wanted.
 */
public sealed interface GrammarPart {

    /** A repetition without end. */
    int UNLIMITED = -1;

    /** White space between the parts of a JSON value. */
    enum Spacing {
        /** None: {@code {"a":[1,2]}}. */
        COMPACT,
        /** A space after each colon and comma, as most chat templates show JSON to a model. */
        SPACED
    }

    /** Exactly this text. */
    record Literal(String text) implements GrammarPart {}

    /** A control token of the vocabulary, which no text can spell. */
    record Control(int token) implements GrammarPart {}

    /** A JSON value that fits a JSON Schema, given as JSON text. */
    record Json(String schema, Spacing spacing) implements GrammarPart {}

    /**
     * The text of a string that fits a JSON Schema, without quotes and escapes.
     *
     * @param schema of strings: only {@code type}, {@code minLength}, {@code maxLength}, {@code pattern}, {@code format}
     * @param without what never comes up in it, so that it can stand behind it; not empty
     */
    record Text(String schema, String without) implements GrammarPart {}

    /** A text that a regular expression matches as a whole; see {@link dev.cloister.inference.OutputForm.Regex}. */
    record Pattern(String regex) implements GrammarPart {}

    /** A text of a grammar in GBNF notation; see {@link dev.cloister.inference.OutputForm.Gbnf}. */
    record Rules(String gbnf) implements GrammarPart {}

    /** One part after the other. */
    record Sequence(List<GrammarPart> parts) implements GrammarPart {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /** One of several parts. */
    record Choice(List<GrammarPart> parts) implements GrammarPart {
        public Choice {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A part several times.
     *
     * @param separator what stands between two of them; {@code literal("")} for nothing
     * @param least fewest, from 0
     * @param most most, or {@link #UNLIMITED}
     */
    record Repeated(GrammarPart part, GrammarPart separator, int least, int most) implements GrammarPart {}

    /**
     * Free text, which may end anywhere, until a trigger comes up; what follows the trigger has the trigger's form.
     *
     * @param again whether free text, and further triggers, may follow that form; otherwise what stands behind this
     *     part does
     */
    record Triggered(List<Trigger> triggers, boolean again) implements GrammarPart {
        public Triggered {
            triggers = List.copyOf(triggers);
        }
    }

    /**
     * What turns free text into a form.
     *
     * @param at a literal, not empty, or a control token
     * @param then the form of what follows
     */
    record Trigger(GrammarPart at, GrammarPart then) {

        public Trigger {
            boolean usable = at instanceof Control
                    || (at instanceof Literal literal && !literal.text().isEmpty());
            if (!usable) {
                throw new IllegalArgumentException("a trigger is a text or a control token");
            }
        }

        public static Trigger text(String text, GrammarPart then) {
            return new Trigger(new Literal(text), then);
        }

        public static Trigger token(int token, GrammarPart then) {
            return new Trigger(new Control(token), then);
        }
    }

    static GrammarPart literal(String text) {
        return new Literal(text);
    }

    static GrammarPart json(String schema, Spacing spacing) {
        return new Json(schema, spacing);
    }

    static GrammarPart sequence(GrammarPart... parts) {
        return new Sequence(List.of(parts));
    }

    static GrammarPart choice(List<GrammarPart> parts) {
        return new Choice(parts);
    }

    static GrammarPart repeated(GrammarPart part, GrammarPart separator, int least, int most) {
        return new Repeated(part, separator, least, most);
    }
}
