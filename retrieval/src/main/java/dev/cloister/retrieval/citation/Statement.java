package dev.cloister.retrieval.citation;

import dev.cloister.retrieval.collection.Passage;
import dev.cloister.retrieval.sentence.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A sentence of a passage, taken apart.
 *
 * @param span where it lies in the passage's text
 * @param text itself
 * @param words its content words in order, with an empty one in place of each value
 */
record Statement(Passage passage, Span span, String text, List<Value> values, List<String> words, boolean negated) {

    static Statement of(Passage passage, Span span) {
        String text = span.of(passage.text());
        List<Value> values = Values.of(text);
        List<String> words = new ArrayList<>();
        int passed = 0;
        for (ContentWords.Word word : ContentWords.in(text)) {
            int at = word.span().start();
            while (passed < values.size() && values.get(passed).span().end() <= at) {
                words.add("");
                passed++;
            }
            if (passed == values.size() || values.get(passed).span().start() > at) {
                words.add(word.stem());
            }
        }
        for (int i = passed; i < values.size(); i++) {
            words.add("");
        }
        return new Statement(
                passage, span, text, values, List.copyOf(words), Facts.of(text).negated());
    }

    /** What it speaks of, whatever it says of it. */
    Set<String> topic() {
        Set<String> topic = new LinkedHashSet<>(words);
        topic.remove("");
        return topic;
    }

    /** The sentence with a gap in place of a value. */
    String without(Value value) {
        return text.substring(0, value.span().start()) + "…"
                + text.substring(value.span().end());
    }

    boolean endsWith(String word) {
        return words.getLast().equals(word);
    }

    /** The word before a word; empty at the beginning and after a value. */
    String before(String word) {
        int before = words.indexOf(word) - 1;
        return before >= 0 ? words.get(before) : "";
    }

    /** The word that follows a word directly; empty at the end and before a value. */
    String after(String word) {
        int next = words.indexOf(word) + 1;
        return next < words.size() ? words.get(next) : "";
    }
}
