package dev.cloister.inference.tool;

import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Tool;
import dev.cloister.inference.ToolUse;
import dev.cloister.inference.ToolUse.Choice;
import dev.cloister.inference.grammar.GrammarPart;
import dev.cloister.inference.grammar.GrammarPart.Spacing;
import dev.cloister.inference.grammar.GrammarPart.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The form of an answer that may call tools: a call that does not fit a tool's schema is never drawn.
 *
 * @param format how the model writes calls
 * @param literals a literal text of the format as a grammar, control tokens as such
 */
public record CallGrammar(CallFormat format, Function<String, List<GrammarPart>> literals) {

    private static final int MOST_CALLS = 32;
    private static final int ID_LENGTH = 9;
    private static final GrammarPart IMPOSSIBLE = GrammarPart.choice(List.of());
    private static final GrammarPart NOTHING = GrammarPart.literal("");

    /**
     * The whole answer's form.
     *
     * @param form what an answer that calls no tool must look like
     * @return nothing where any answer will do
     */
    public Optional<GrammarPart> answer(ToolUse use, Optional<OutputForm> form) {
        Optional<GrammarPart> said = form.map(CallGrammar::part);
        if (use.tools().isEmpty()) {
            return said;
        }
        return switch (use.choice()) {
            case Choice.None none -> Optional.of(said.orElseGet(() -> free(IMPOSSIBLE)));
            case Choice.Required required -> Optional.of(calls(format.opening(), use.tools(), use.parallel()));
            case Choice.Named named -> Optional.of(calls(format.opening(), only(use.tools(), named.tool()), false));
            case Choice.Auto auto ->
                Optional.of(said.map(one -> GrammarPart.choice(
                                List.of(one, calls(format.opening().stripLeading(), use.tools(), use.parallel()))))
                        .orElseGet(() -> free(calls(format.openingBehindTrigger(), use.tools(), use.parallel()))));
        };
    }

    /** An answer's form as a part. */
    public static GrammarPart part(OutputForm form) {
        return switch (form) {
            case OutputForm.JsonSchema schema -> GrammarPart.json(schema.schema(), Spacing.COMPACT);
            case OutputForm.Regex regex -> new GrammarPart.Pattern(regex.pattern());
            case OutputForm.Gbnf gbnf -> new GrammarPart.Rules(gbnf.grammar());
        };
    }

    private GrammarPart free(GrammarPart behindTrigger) {
        List<GrammarPart> trigger = literals.apply(format.trigger());
        List<GrammarPart> then = new ArrayList<>(trigger.subList(1, trigger.size()));
        then.add(behindTrigger);
        return new GrammarPart.Triggered(
                List.of(new Trigger(trigger.getFirst(), new GrammarPart.Sequence(then))), false);
    }

    private GrammarPart calls(String opening, List<Tool> tools, boolean parallel) {
        GrammarPart call = GrammarPart.choice(tools.stream().map(this::call).toList());
        List<GrammarPart> parts = new ArrayList<>(text(opening));
        parts.add(call);
        if (parallel && format.parallel()) {
            List<GrammarPart> another = new ArrayList<>(text(format.next()));
            another.add(call);
            parts.add(GrammarPart.repeated(new GrammarPart.Sequence(another), NOTHING, 0, MOST_CALLS - 1));
        }
        parts.addAll(text(format.closing()));
        return new GrammarPart.Sequence(parts);
    }

    private GrammarPart call(Tool tool) {
        List<GrammarPart> parts = new ArrayList<>(List.of(GrammarPart.literal(tool.name())));
        parts.addAll(text(format.between()));
        parts.add(format.arguments().form(tool, this::text));
        return new GrammarPart.Sequence(parts);
    }

    private List<GrammarPart> text(String text) {
        List<GrammarPart> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(CallFormat.ID); at >= 0; at = text.indexOf(CallFormat.ID, from)) {
            parts.addAll(literals.apply(text.substring(from, at)));
            parts.add(id());
            from = at + 1;
        }
        parts.addAll(literals.apply(text.substring(from)));
        return parts;
    }

    private static GrammarPart id() {
        List<GrammarPart> characters = new ArrayList<>();
        for (char each = 'a'; each <= 'z'; each++) {
            characters.add(GrammarPart.literal(String.valueOf(each)));
            characters.add(GrammarPart.literal(String.valueOf(Character.toUpperCase(each))));
        }
        for (char each = '0'; each <= '9'; each++) {
            characters.add(GrammarPart.literal(String.valueOf(each)));
        }
        return GrammarPart.repeated(GrammarPart.choice(characters), NOTHING, ID_LENGTH, ID_LENGTH);
    }

    private static List<Tool> only(List<Tool> tools, String name) {
        return tools.stream().filter(tool -> tool.name().equals(name)).toList();
    }
}
