package dev.cloister.inference.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;

/**
 * Keeps what a person typed from becoming structure where a template loses track of it: rendering marks the stretches
 * that were typed, but not what went through {@code tojson}, the keys of objects and most pieces of a split text. So a
 * character that no text of the request holds is put behind each character that a structural text begins with, before
 * rendering, and taken out again afterwards: nothing that begins in typed text can be structural, however the template
 * cuts it, since no template knows the character.
 */
final class Guard {

    private static final char FIRST_PRIVATE = '\uE000';
    private static final char LAST_PRIVATE = '\uF8FF';

    /** What an answer thought, which templates cut out of the history. */
    private static final Set<String> THOUGHT = Set.of("<think>", "</think>");

    private final Structure structure;
    private final char character;
    private final String escaped;

    private Guard(Structure structure, char character) {
        this.structure = structure;
        this.character = character;
        escaped = "\\u%04x".formatted((int) character);
    }

    /**
     * A guard for one request.
     *
     * @param texts all that was typed
     */
    static Guard of(Structure structure, String texts) {
        for (char each = FIRST_PRIVATE; each <= LAST_PRIVATE; each++) {
            Guard guard = new Guard(structure, each);
            if (texts.indexOf(each) < 0 && !texts.contains(guard.escaped)) {
                return guard;
            }
        }
        throw new IllegalArgumentException("the chat holds every character of the private use area");
    }

    /** A text that no structure begins in. */
    String protect(String text) {
        return protect(text, false);
    }

    /** The same for an assistant's turn, whose thought a template may cut out. */
    String protectAnswer(String text) {
        return protect(text, true);
    }

    /** The same for a JSON value's texts and names. */
    JsonNode protect(JsonNode value) {
        return switch (value) {
            case TextNode text -> TextNode.valueOf(protect(text.textValue()));
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(each -> copy.add(protect(each)));
                yield copy;
            }
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(each -> copy.set(protect(each.getKey()), protect(each.getValue())));
                yield copy;
            }
            default -> value;
        };
    }

    /** Whether the guard stands at the index. */
    boolean isAt(String text, int index) {
        return text.charAt(index) == character;
    }

    /** The text without the guard. */
    String remove(String text) {
        return text.replace(String.valueOf(character), "").replace(escaped, "");
    }

    private String protect(String text, boolean answer) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char here = text.charAt(i);
            out.append(here);
            if (begins(text, i) && !(answer && isThought(text, i))) {
                out.append(character);
            }
        }
        return out.toString();
    }

    /** Letters are common, so that only whole structural texts count where one begins with a letter. */
    private boolean begins(String text, int index) {
        char here = text.charAt(index);
        return structure.firstCharacters().contains(here)
                && (!Character.isLetterOrDigit(here) && !Character.isWhitespace(here)
                        || structure.at(text, index).isPresent());
    }

    private static boolean isThought(String text, int index) {
        return THOUGHT.stream().anyMatch(tag -> text.startsWith(tag, index));
    }
}
