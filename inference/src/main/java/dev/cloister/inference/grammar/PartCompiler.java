package dev.cloister.inference.grammar;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.grammar.GrammarPart.Trigger;
import java.util.List;

/** Parts as one grammar. */
final class PartCompiler {

    private static final int DEEPEST_PARTS = 64;

    private final GrammarBuilder builder = new GrammarBuilder();

    private PartCompiler() {}

    static Grammar compile(GrammarPart part) {
        PartCompiler compiler = new PartCompiler();
        int start = compiler.builder.declareRule();
        compiler.builder.defineRule(start, compiler.part(part, GrammarBuilder.END, 0));
        Grammar grammar = compiler.builder.build();
        if (!grammar.satisfiable()) {
            throw unsatisfiable(part);
        }
        return grammar;
    }

    private static EngineException unsatisfiable(GrammarPart part) {
        return part instanceof GrammarPart.Json
                ? SchemaProblem.unsupported("its meaning: no finite value fits it")
                : new EngineException(
                        Code.GRAMMAR_INVALID,
                        "No finite text fits the grammar, or only one that nests too deeply. Nothing was generated;"
                                + " change the grammar.");
    }

    private int part(GrammarPart part, int next, int depth) {
        if (depth > DEEPEST_PARTS) {
            throw new EngineException(Code.GRAMMAR_INVALID, "The parts of a form are nested too deeply.");
        }
        return switch (part) {
            case GrammarPart.Literal literal -> builder.literal(literal.text(), next);
            case GrammarPart.Control control -> builder.token(control.token(), next);
            case GrammarPart.Json json ->
                builder.call(SchemaCompiler.rule(builder, json.schema(), json.spacing()), next);
            case GrammarPart.Text text ->
                new StringGrammar(builder)
                        .raw(
                                SchemaKeywords.read(SchemaReader.read(text.schema()))
                                        .string(),
                                text.without(),
                                next);
            case GrammarPart.Pattern pattern -> pattern(pattern.regex(), next);
            case GrammarPart.Rules rules -> rules(rules.gbnf(), next);
            case GrammarPart.Sequence sequence -> {
                int node = next;
                for (GrammarPart each : sequence.parts().reversed()) {
                    node = part(each, node, depth + 1);
                }
                yield node;
            }
            case GrammarPart.Choice choice ->
                builder.either(choice.parts().stream()
                        .map(each -> part(each, next, depth + 1))
                        .toList());
            case GrammarPart.Repeated repeated -> repeated(repeated, next, depth);
            case GrammarPart.Triggered triggered -> triggered(triggered, next, depth);
        };
    }

    private int pattern(String regex, int next) {
        try {
            Automaton automaton = RegexAutomaton.whole(RegexParser.parse(regex));
            return new CharacterWriter(builder, false).all(automaton, next);
        } catch (NotationException e) {
            throw invalid("regular expression", e);
        }
    }

    private int rules(String gbnf, int next) {
        try {
            return builder.call(GbnfCompiler.rule(builder, gbnf), next);
        } catch (NotationException e) {
            throw invalid("grammar", e);
        }
    }

    private static EngineException invalid(String what, NotationException problem) {
        return new EngineException(
                Code.GRAMMAR_INVALID,
                "The %s cannot be used: %s. Nothing was generated; change it.".formatted(what, problem.getMessage()),
                problem);
    }

    private int repeated(GrammarPart.Repeated repeated, int next, int depth) {
        if (repeated.most() == 0) {
            return next;
        }
        int rule = builder.declareRule();
        builder.defineRule(rule, part(repeated.part(), GrammarBuilder.END, depth + 1));
        int rest = builder.repeat(
                Math.max(0, repeated.least() - 1),
                repeated.most() < 0 ? repeated.most() : repeated.most() - 1,
                after -> part(repeated.separator(), builder.call(rule, after), depth + 1),
                next);
        int some = builder.call(rule, rest);
        return repeated.least() > 0 ? some : builder.either(List.of(some, next));
    }

    private int triggered(GrammarPart.Triggered triggered, int next, int depth) {
        FreeText text = new FreeText(builder);
        int start = text.start();
        int behind = triggered.again() ? start : next;
        for (Trigger trigger : triggered.triggers()) {
            int then = part(trigger.then(), behind, depth + 1);
            switch (trigger.at()) {
                case GrammarPart.Literal literal -> text.trigger(literal.text(), then);
                case GrammarPart.Control control -> text.trigger(control.token(), then);
                default -> throw new IllegalStateException("a trigger is a text or a control token");
            }
        }
        text.build(next);
        return start;
    }
}
