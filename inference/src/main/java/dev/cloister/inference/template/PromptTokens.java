package dev.cloister.inference.template;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A rendered chat as tokens. Structural tokens are looked for in the template's stretches alone; what lies between two of
 * them is split into tokens as one text, template and typed text together, as the tokenizer would split the whole.
 */
final class PromptTokens {

    private final Function<String, int[]> tokenizer;
    private final Structure structure;
    private final Guard guard;
    private final List<int[]> tokens = new ArrayList<>();
    private final StringBuilder run = new StringBuilder();
    private final BitSet typed = new BitSet();
    private boolean afterStripping;

    private PromptTokens(Function<String, int[]> tokenizer, Structure structure, Guard guard) {
        this.tokenizer = tokenizer;
        this.structure = structure;
        this.guard = guard;
    }

    /**
     * The chat's tokens.
     *
     * @param tokenizer splits plain text
     * @param beginning the tokens that begin a sequence; they stand once, whether or not the template sets them
     */
    static int[] of(
            Function<String, int[]> tokenizer,
            int[] beginning,
            Structure structure,
            Guard guard,
            List<RenderedPart> parts) {
        PromptTokens made = new PromptTokens(tokenizer, structure, guard);
        for (RenderedPart part : parts) {
            if (part.typed()) {
                made.text(guard.remove(part.text()), true);
            } else {
                made.template(part.text());
            }
        }
        made.endRun();
        return made.behind(beginning);
    }

    private void template(String text) {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            Optional<Structure.Mark> mark = structure.at(text, i);
            if (mark.isPresent() && !guarded(text, i, mark.get())) {
                text(guard.remove(text.substring(from, i)), false);
                token(mark.get().token());
                i += mark.get().text().length() - 1;
                from = i + 1;
            }
        }
        text(guard.remove(text.substring(from)), false);
    }

    /** A mark of one character is followed by the guard where it was typed. */
    private boolean guarded(String text, int at, Structure.Mark mark) {
        int behind = at + mark.text().length();
        return mark.text().length() == 1 && behind < text.length() && guard.isAt(text, behind);
    }

    private void text(String text, boolean isTyped) {
        if (isTyped) {
            typed.set(run.length(), run.length() + text.length());
        }
        run.append(text);
    }

    private void token(int id) {
        if (structure.stripsLeft(id)) {
            run.setLength(run.toString().stripTrailing().length());
        }
        endRun();
        tokens.add(new int[] {id});
        afterStripping = structure.stripsRight(id);
    }

    private void endRun() {
        int from = 0;
        String text = run.toString();
        if (afterStripping) {
            from = text.length() - text.stripLeading().length();
        }
        for (int cut : cuts(text)) {
            if (cut > from) {
                plain(text.substring(from, cut));
                from = cut;
            }
        }
        plain(text.substring(from));
        run.setLength(0);
        typed.clear();
        afterStripping = false;
    }

    /** Where to cut structural texts that were typed and that the tokenizer would find in any text. */
    private int[] cuts(String text) {
        return structure.foundInAnyText().stream()
                .flatMapToInt(mark -> IntStream.range(0, Math.max(0, text.length() - mark.length() + 1))
                        .filter(at -> text.startsWith(mark, at))
                        .filter(at -> typed.nextSetBit(at) >= 0 && typed.nextSetBit(at) < at + mark.length())
                        .map(at -> text.offsetByCodePoints(at, 1)))
                .sorted()
                .toArray();
    }

    private void plain(String text) {
        if (!text.isEmpty()) {
            tokens.add(tokenizer.apply(text));
        }
    }

    private int[] behind(int[] beginning) {
        int[] all = tokens.stream().flatMapToInt(IntStream::of).toArray();
        boolean stands = all.length > 0 && beginning.length > 0 && all[0] == beginning[0];
        return stands
                ? all
                : IntStream.concat(IntStream.of(beginning), IntStream.of(all)).toArray();
    }
}
