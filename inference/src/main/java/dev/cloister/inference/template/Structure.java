package dev.cloister.inference.template;

import dev.cloister.inference.llama.SpecialTokens;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tokens that give a chat its structure, which only the template may set: all control tokens, and those tokens of
 * the makers' own that the template names (some vocabularies mark their turns with such). What a tool's call begins and
 * ends with may be among them.
 */
final class Structure {

    /** A token's text at a place. */
    record Mark(String text, int token) {}

    private final SpecialTokens special;
    private final Map<Character, List<Mark>> byFirst;
    private final List<String> plainInText;

    private Structure(SpecialTokens special, Map<String, Integer> tokens, List<String> plainInText) {
        this.special = special;
        this.plainInText = plainInText;
        byFirst = tokens.entrySet().stream()
                .map(entry -> new Mark(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(mark -> -mark.text().length()))
                .collect(Collectors.groupingBy(mark -> mark.text().charAt(0)));
    }

    static Structure of(SpecialTokens special, String templateSource) {
        Map<String, Integer> tokens = new HashMap<>(special.control());
        List<String> own = special.userDefined().keySet().stream()
                .filter(text -> !text.isBlank() && templateSource.contains(text))
                .toList();
        own.forEach(text -> tokens.put(text, special.userDefined().getOrDefault(text, 0)));
        return new Structure(special, tokens, own);
    }

    /** The longest structural text that begins at the index. */
    Optional<Mark> at(String text, int index) {
        return byFirst.getOrDefault(text.charAt(index), List.of()).stream()
                .filter(mark -> text.startsWith(mark.text(), index))
                .findFirst();
    }

    /** The characters that structural texts begin with. */
    Set<Character> firstCharacters() {
        return byFirst.keySet();
    }

    /** Structural texts that the tokenizer would find in any text. */
    List<String> foundInAnyText() {
        return plainInText;
    }

    /** Whether the token takes the white space before it away. */
    boolean stripsLeft(int token) {
        return special.stripsLeft().get(token);
    }

    /** Whether the token takes the white space behind it away. */
    boolean stripsRight(int token) {
        return special.stripsRight().get(token);
    }

    /** A text as plain stretches and control tokens, each handed to one of the functions. */
    <T> List<T> split(String text, Function<String, T> plain, Function<Integer, T> control) {
        Stream.Builder<T> parts = Stream.builder();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            Optional<Mark> mark = at(text, i).filter(one -> !plainInText.contains(one.text()));
            if (mark.isPresent()) {
                if (i > from) {
                    parts.add(plain.apply(text.substring(from, i)));
                }
                parts.add(control.apply(mark.get().token()));
                i += mark.get().text().length() - 1;
                from = i + 1;
            }
        }
        if (from < text.length()) {
            parts.add(plain.apply(text.substring(from)));
        }
        return parts.build().toList();
    }
}
