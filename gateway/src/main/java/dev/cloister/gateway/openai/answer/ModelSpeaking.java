package dev.cloister.gateway.openai.answer;

import dev.cloister.gateway.hub.Cancellation;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Completion.FinishReason;
import dev.cloister.inference.Engine;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.TokenLogProbability;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An answer of the model itself.
 *
 * @param scored whether the tokens are told
 */
record ModelSpeaking(Engine engine, GenerationRequest request, boolean scored) implements Speaking {

    @Override
    public Completion speak(Cancellation cancellation, Sink sink) {
        // Tokens whose text is still held, and which a stop text may yet swallow.
        List<ScoredToken> held = new ArrayList<>();
        try (Generation generation = engine.generate(request)) {
            cancellation.onCancel(generation::close);
            for (Optional<GeneratedToken> token = generation.next(); token.isPresent(); token = generation.next()) {
                if (scored) {
                    held.add(score(token.get()));
                }
                if (!token.get().text().isEmpty()) {
                    sink.say(token.get().text(), held);
                    held.clear();
                }
            }
            Completion completion = generation.completion();
            if (!held.isEmpty() && completion.reason() == FinishReason.LENGTH) {
                sink.say("", held);
            }
            return completion;
        }
    }

    /** A server elsewhere tells its tokens' text alone. */
    private byte[] bytes(GeneratedToken token) {
        if (token.id() < 0) {
            return token.text().getBytes(StandardCharsets.UTF_8);
        }
        return token.top().stream()
                .filter(one -> one.id() == token.id())
                .findFirst()
                .map(TokenLogProbability::bytes)
                .orElseGet(() -> engine.pieces(new int[] {token.id()}).getFirst());
    }

    private ScoredToken score(GeneratedToken token) {
        byte[] bytes = bytes(token);
        return new ScoredToken(new TokenLogProbability(token.id(), bytes, token.logProbability()), token.top());
    }
}
