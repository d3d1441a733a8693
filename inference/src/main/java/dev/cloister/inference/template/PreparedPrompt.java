package dev.cloister.inference.template;

import dev.cloister.inference.grammar.GrammarPart;
import dev.cloister.inference.session.AnswerReading;
import java.util.Optional;

/**
 * A prompt ready to be answered.
 *
 * @param tokens at least one, and fewer than the context holds
 * @param form what the answer must look like, its calls included; nothing where any answer will do
 * @param reading tells the answer's words from its calls; for one answer
 */
public record PreparedPrompt(int[] tokens, Optional<GrammarPart> form, AnswerReading reading) {}
