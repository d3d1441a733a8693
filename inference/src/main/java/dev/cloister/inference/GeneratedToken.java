package dev.cloister.inference;

import java.util.List;

/**
 * One drawn token.
 *
 * @param id the token's id
 * @param text the text that became certain with it: whole UTF-8 characters only, empty while a character or a possible
 *     stop text is incomplete, and for tokens of a tool call, which {@link Completion#toolCalls()} holds
 * @param logProbability natural logarithm of the model's own probability of the token, before sampling stages
 * @param top the likeliest tokens of this place, likeliest first, as many as the request asked for
 */
public record GeneratedToken(int id, String text, double logProbability, List<TokenLogProbability> top) {

    public GeneratedToken {
        top = List.copyOf(top);
    }

    public GeneratedToken withText(String to) {
        return new GeneratedToken(id, to, logProbability, top);
    }
}
