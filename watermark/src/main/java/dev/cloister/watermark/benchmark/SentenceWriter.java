package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.watermark.scheme.SentenceChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes by {@link SentenceChoice}: so many drafts of each sentence, of which the key keeps one. The model continues plain
 * text, since a chat's answer cannot be continued from its middle.
 */
final class SentenceWriter {

    private static final int LONGEST_SENTENCE = 48;
    private static final Session SESSION = new Session("benchmark", "benchmark", "benchmark");

    private final Engine engine;
    private final int drafts;
    private final int tokens;

    /**
     * @param drafts of each sentence
     * @param tokens how long a text gets at least, unless the model ends it
     */
    SentenceWriter(Engine engine, int drafts, int tokens) {
        this.engine = engine;
        this.drafts = drafts;
        this.tokens = tokens;
    }

    /**
     * A sentence.
     *
     * @param nats what its tokens have together under the model
     */
    private record Draft(String text, double nats, int drawn) {}

    AnswerGenerator.Answer write(AnswerGenerator generator, int number, SentenceChoice choice) {
        StringBuilder text = new StringBuilder();
        double nats = 0;
        int drawn = 0;
        for (int sentence = 0; drawn < tokens; sentence++) {
            Draft kept = next(BenchmarkPrompts.of(number) + "\n\n", text.toString(), choice, seed(number, sentence));
            if (kept.drawn() == 0) {
                break;
            }
            text.append(kept.text());
            nats += kept.nats();
            drawn += kept.drawn();
        }
        return generator.answer(text.toString(), nats, drawn);
    }

    private Draft next(String prompt, String before, SentenceChoice choice, long seed) {
        List<Draft> all = new ArrayList<>();
        for (int draft = 0; draft < drafts; draft++) {
            all.add(draft(prompt + before, seed + draft));
        }
        List<int[]> texts =
                all.stream().map(draft -> engine.tokenize(draft.text())).toList();
        return all.get(choice.choose(engine.tokenize(before), texts));
    }

    private Draft draft(String text, long seed) {
        GenerationRequest request =
                GenerationRequest.of(SESSION, new Prompt.Text(text), Sampling.plain(seed), LONGEST_SENTENCE);
        StringBuilder sentence = new StringBuilder();
        double nats = 0;
        int drawn = 0;
        try (Generation generation = engine.generate(request)) {
            Optional<GeneratedToken> next = generation.next();
            while (next.isPresent()) {
                sentence.append(next.get().text());
                nats -= next.get().logProbability();
                drawn++;
                next = ends(sentence) ? Optional.empty() : generation.next();
            }
        }
        return new Draft(sentence.toString(), nats, drawn);
    }

    private static boolean ends(StringBuilder sentence) {
        return !sentence.isEmpty() && ".!?".indexOf(sentence.charAt(sentence.length() - 1)) >= 0;
    }

    /** Answers and sentences have seeds of their own. */
    private long seed(int number, int sentence) {
        return ((long) number << Integer.SIZE) + (long) sentence * drafts;
    }
}
