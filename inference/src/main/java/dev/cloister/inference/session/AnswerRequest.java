package dev.cloister.inference.session;

import dev.cloister.inference.LogitsStage;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.sampling.Constraint;
import java.util.List;

/**
 * An answer to be generated, all parts made.
 *
 * @param session for whom
 * @param prompt its tokens, at least one
 * @param sampling how to draw
 * @param stages fresh stages of this answer alone
 * @param constraint a fresh constraint of this answer alone
 * @param maxTokens most tokens to generate
 * @param stop texts that end the answer
 * @param reading tells what of it is said; fresh, of this answer alone
 * @param topLogProbabilities how many of the likeliest tokens are told of each place
 */
public record AnswerRequest(
        Session session,
        int[] prompt,
        Sampling sampling,
        List<LogitsStage> stages,
        Constraint constraint,
        int maxTokens,
        List<String> stop,
        AnswerReading reading,
        int topLogProbabilities) {}
