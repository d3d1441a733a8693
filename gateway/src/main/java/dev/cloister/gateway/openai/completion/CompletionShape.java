package dev.cloister.gateway.openai.completion;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cloister.gateway.openai.answer.LogProbabilities;
import dev.cloister.gateway.openai.answer.ScoredToken;
import dev.cloister.gateway.openai.answer.Usage;
import dev.cloister.inference.TokenLogProbability;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** OpenAI's text completion; a chunk of a stream has the same shape. */
record CompletionShape(
        String id,
        String object,
        long created,
        String model,
        @JsonProperty("system_fingerprint") String fingerprint,
        List<Choice> choices,
        Optional<Usage> usage) {

    /** One answer, or a part of it. */
    @JsonInclude
    record Choice(
            String text,
            int index,
            Optional<Scores> logprobs,
            @JsonProperty("finish_reason") Optional<String> finishReason) {}

    /** Log-probabilities in lists beside each other; offsets count UTF-16 units of the answer's text. */
    record Scores(
            List<String> tokens,
            @JsonProperty("token_logprobs") List<Double> tokenLogprobs,
            @JsonProperty("top_logprobs") List<Map<String, Double>> topLogprobs,
            @JsonProperty("text_offset") List<Integer> textOffset) {

        /**
         * @param offset where the first token stands
         */
        static Scores of(List<ScoredToken> scored, int offset) {
            List<String> tokens = new ArrayList<>();
            List<Double> own = new ArrayList<>();
            List<Map<String, Double>> tops = new ArrayList<>();
            List<Integer> offsets = new ArrayList<>();
            int at = offset;
            for (ScoredToken token : scored) {
                String text = shown(token.drawn());
                tokens.add(text);
                own.add(LogProbabilities.finite(token.drawn().logProbability()));
                offsets.add(at);
                Map<String, Double> top = new LinkedHashMap<>();
                token.top().forEach(one -> top.put(shown(one), LogProbabilities.finite(one.logProbability())));
                tops.add(top);
                at += token.drawn().text().length();
            }
            return new Scores(tokens, own, tops, offsets);
        }

        /** A piece that is no text by itself is shown as its bytes, as OpenAI's API does. */
        private static String shown(TokenLogProbability token) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(token.bytes()))
                        .toString();
            } catch (CharacterCodingException e) {
                StringBuilder bytes = new StringBuilder("bytes:");
                for (byte one : token.bytes()) {
                    bytes.append(String.format("\\x%02x", one));
                }
                return bytes.toString();
            }
        }
    }
}
