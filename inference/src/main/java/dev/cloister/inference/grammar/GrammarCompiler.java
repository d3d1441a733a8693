package dev.cloister.inference.grammar;

import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Session;
import dev.cloister.inference.llama.Vocabulary;
import dev.cloister.inference.sampling.Constraint;
import org.jspecify.annotations.Nullable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Makes constraints of forms for one vocabulary. Safe for use by several threads.
 *
 * <p>Of JSON Schema (draft 2020-12) it supports
 *
 * <ul>
 *   <li>{@code type} (one or several), {@code enum}, {@code const}, {@code anyOf}, {@code allOf}, {@code oneOf} where no
 *       value can fit two of its alternatives, {@code $ref} within the schema, recursive too, {@code true}, {@code false};
 *   <li>objects: {@code properties}, {@code required}, {@code additionalProperties}, {@code patternProperties}, {@code
 *       minProperties}, {@code maxProperties};
 *   <li>arrays: {@code items}, {@code prefixItems}, {@code minItems}, {@code maxItems};
 *   <li>strings: {@code minLength}, {@code maxLength}, {@code pattern}, {@code format} (date, time, date-time, uuid, email,
 *       hostname, ipv4, uri);
 *   <li>numbers: {@code minimum}, {@code maximum}, {@code exclusiveMinimum}, {@code exclusiveMaximum}, {@code multipleOf} of
 *       at most 1000 remainders;
 *   <li>and passes over {@code title}, {@code description}, {@code default}, {@code examples}, {@code deprecated}, {@code
 *       readOnly}, {@code writeOnly}, {@code $schema}, {@code $id} and {@code $comment}.
 * </ul>
 *
 * Any other keyword is refused by name. An answer has no white space between its parts; its properties come in declared
 * order; members that are not declared follow, where {@code additionalProperties} or {@code patternProperties} ask for
 * them or nothing is declared; its numbers have at most 15 digits and no exponent. So every answer fits the schema, while
 * not everything that fits the schema can be an answer.
 */
public final class GrammarCompiler {

    private static final int KEPT_GRAMMARS = 48;
    private static final int KEPT_NODES = 400_000;

    private final TokenTrie trie;
    private final Tokenizer tokenizer;
    private final Map<Kept, GrammarMachine> kept = new LinkedHashMap<>(16, 0.75f, true);
    private int keptNodes;

    private record Kept(Session session, GrammarPart part) {}

    public GrammarCompiler(Vocabulary vocabulary, Tokenizer tokenizer) {
        trie = new TokenTrie(vocabulary);
        this.tokenizer = tokenizer;
    }

    /**
     * A fresh constraint for one answer.
     *
     * @param session whose answer it is; what is kept of a form for later answers stays within the session
     * @throws dev.cloister.inference.EngineException SCHEMA_UNSUPPORTED, with the keyword, or GRAMMAR_INVALID
     */
    public Constraint compile(OutputForm form, Session session) {
        return compile(part(form), session);
    }

    /**
     * A fresh constraint for one answer, of a form put together of parts.
     *
     * @param session whose answer it is; what is kept of a form for later answers stays within the session
     * @throws dev.cloister.inference.EngineException SCHEMA_UNSUPPORTED, with the keyword, or GRAMMAR_INVALID
     */
    public Constraint compile(GrammarPart part, Session session) {
        return new TokenConstraint(machine(part, session));
    }

    /** What an earlier answer of the session left of the same form, or a new one. */
    GrammarMachine machine(GrammarPart part, Session session) {
        Kept key = new Kept(session, part);
        GrammarMachine known = find(key);
        if (known == null) {
            known = new GrammarMachine(trie, PartCompiler.compile(part), tokenizer);
            keep(key, known);
        }
        return known;
    }

    private synchronized @Nullable GrammarMachine find(Kept key) {
        return kept.get(key);
    }

    /** Lets the longest unused ones go where there are too many. */
    private synchronized void keep(Kept key, GrammarMachine machine) {
        if (kept.putIfAbsent(key, machine) == null) {
            keptNodes += machine.nodes();
        }
        Iterator<GrammarMachine> oldest = kept.values().iterator();
        while ((kept.size() > KEPT_GRAMMARS || keptNodes > KEPT_NODES) && kept.size() > 1) {
            keptNodes -= oldest.next().nodes();
            oldest.remove();
        }
    }

    /** Drops what is kept of these sessions' forms. */
    public synchronized void forget(Predicate<Session> which) {
        kept.entrySet().removeIf(entry -> {
            boolean gone = which.test(entry.getKey().session());
            if (gone) {
                keptNodes -= entry.getValue().nodes();
            }
            return gone;
        });
    }

    private static GrammarPart part(OutputForm form) {
        return switch (form) {
            case OutputForm.JsonSchema schema -> new GrammarPart.Json(schema.schema(), GrammarPart.Spacing.COMPACT);
            case OutputForm.Regex regex -> new GrammarPart.Pattern(regex.pattern());
            case OutputForm.Gbnf gbnf -> new GrammarPart.Rules(gbnf.grammar());
        };
    }

    static Grammar grammar(String schema) {
        return PartCompiler.compile(new GrammarPart.Json(schema, GrammarPart.Spacing.COMPACT));
    }
}
