package dev.cloister.gateway.hub;

import dev.cloister.gateway.marks.Marks;
import dev.cloister.gateway.provenance.AnswerLog;
import dev.cloister.gateway.provenance.TextHash;
import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Completion;
import dev.cloister.inference.Engine;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets the model speak to the user, under the hub's mark wherever the model can carry one. */
@ApplicationScoped
public class Speaker {

    private static final String APP = "hub";
    private static final int TOKENS_AROUND_A_MESSAGE = 8;

    private final Engine engine;
    private final Marks marks;
    private final AnswerLog log;

    public Speaker(Engine engine, Marks marks, AnswerLog log) {
        this.engine = engine;
        this.marks = marks;
        this.log = log;
    }

    /**
     * Streams an answer to the user's last words.
     *
     * @param system what the model is told beforehand
     * @param history what was said before; the oldest is left out where it does not fit
     * @param words the last words, never left out
     */
    Completion speak(
            Question question,
            String system,
            List<ChatMessage> history,
            String words,
            Sampling sampling,
            int maxTokens,
            Cancellation cancellation,
            Consumer<String> sink) {
        GenerationRequest plain = GenerationRequest.of(
                        new Session(
                                question.caller().tenant(), question.caller().name(), APP),
                        new Prompt.Chat(fitting(system, history, words, maxTokens)),
                        engine.capabilities().nearest(sampling),
                        maxTokens)
                .withStop(question.wishes().stop());
        GenerationRequest request = marks.onHub(question.caller().tenant(), plain);
        log.requested(question.caller(), question.answer(), engine.model(), List.of(request));
        TextHash said = log.hash();
        try (Generation generation = engine.generate(request)) {
            cancellation.onCancel(generation::close);
            for (Optional<GeneratedToken> token = generation.next(); token.isPresent(); token = generation.next()) {
                if (!token.get().text().isEmpty()) {
                    said.add(token.get().text());
                    sink.accept(token.get().text());
                }
            }
            log.ended(question.caller(), question.answer(), 0, generation.completion(), said);
            return generation.completion();
        } catch (RuntimeException e) {
            log.failed(question.caller(), question.answer(), 0, e, said);
            throw e;
        }
    }

    private List<ChatMessage> fitting(String system, List<ChatMessage> history, String words, int maxTokens) {
        List<ChatMessage> chosen = new ArrayList<>();
        chosen.add(ChatMessage.system(system));
        int left = engine.model().contextTokens() - maxTokens - cost(system) - cost(words);
        int from = history.size();
        while (from > 0) {
            left -= cost(history.get(from - 1).text());
            if (left < 0) {
                break;
            }
            from--;
        }
        chosen.addAll(history.subList(from, history.size()));
        chosen.add(ChatMessage.user(words));
        return chosen;
    }

    /** Tokens of a message; a text that cannot fit anyway is not worth a tokenizer's time. */
    private int cost(String text) {
        if (!engine.capabilities().tokenizer()) {
            // A token covers at least a byte, so that bytes are a bound.
            return text.getBytes(StandardCharsets.UTF_8).length + TOKENS_AROUND_A_MESSAGE;
        }
        int context = engine.model().contextTokens();
        int longestTokenCharacters = 64;
        return text.length() > context * longestTokenCharacters
                ? context
                : engine.tokenize(text).length + TOKENS_AROUND_A_MESSAGE;
    }
}
