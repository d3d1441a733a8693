package dev.cloister.gateway.openai.answer;

import dev.cloister.inference.TokenLogProbability;
import java.util.List;

/**
 * A token of an answer with what could have stood in its place.
 *
 * @param drawn the token itself
 * @param top the likeliest tokens of the place, likeliest first
 */
public record ScoredToken(TokenLogProbability drawn, List<TokenLogProbability> top) {

    public ScoredToken {
        top = List.copyOf(top);
    }
}
