package dev.cloister.inference.grammar;

/** A model's own split of plain text. */
@FunctionalInterface
public interface Tokenizer {

    /** The tokens of a text, without special ones; their pieces need not add up to the text. */
    int[] tokens(String text);
}
