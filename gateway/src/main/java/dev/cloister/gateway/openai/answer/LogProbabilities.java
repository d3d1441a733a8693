package dev.cloister.gateway.openai.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cloister.inference.TokenLogProbability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Log-probabilities as chat completions and responses tell them: natural logarithms, before sampling. */
public record LogProbabilities(
        List<Token> content, @JsonInclude Optional<List<Token>> refusal) {

    /** A token of the answer and what could have stood in its place. */
    public record Token(
            String token,
            List<Integer> bytes,
            double logprob,
            @JsonProperty("top_logprobs") List<Likely> top) {}

    /** A token that could have stood in a place. */
    public record Likely(String token, List<Integer> bytes, double logprob) {}

    public static LogProbabilities of(List<ScoredToken> tokens) {
        return new LogProbabilities(tokens(tokens), Optional.empty());
    }

    /** The tokens alone. */
    public static List<Token> tokens(List<ScoredToken> tokens) {
        return tokens.stream()
                .map(one -> new Token(
                        one.drawn().text(),
                        bytes(one.drawn()),
                        finite(one.drawn().logProbability()),
                        one.top().stream()
                                .map(top -> new Likely(top.text(), bytes(top), finite(top.logProbability())))
                                .toList()))
                .toList();
    }

    /** JSON has no infinity; OpenAI's API says -9999 for a token that was all but impossible. */
    public static double finite(double logProbability) {
        return Math.max(logProbability, -9999);
    }

    private static List<Integer> bytes(TokenLogProbability token) {
        List<Integer> bytes = new ArrayList<>();
        for (byte one : token.bytes()) {
            bytes.add(Byte.toUnsignedInt(one));
        }
        return bytes;
    }
}
