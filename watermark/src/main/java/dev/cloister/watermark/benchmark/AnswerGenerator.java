package dev.cloister.watermark.benchmark;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.Engine;
import dev.cloister.inference.GeneratedToken;
import dev.cloister.inference.Generation;
import dev.cloister.inference.GenerationRequest;
import dev.cloister.inference.Prompt;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.StageSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Has the real model write answers at temperature 1, marked and plain, and tokenises their text anew. */
final class AnswerGenerator {

    /** Enough beyond the length asked for that tokenising the text anew does not fall short of it. */
    static final double MARGIN = 1.15;

    private static final int AT_ONCE = 8;
    private static final Session SESSION = new Session("benchmark", "benchmark", "benchmark");

    private final Engine engine;
    private final int tokens;

    AnswerGenerator(Engine engine, int tokens) {
        this.engine = engine;
        this.tokens = tokens;
    }

    /**
     * An answer.
     *
     * @param retokenised so many tokens of its text, or nothing where it is shorter
     * @param nats what all its tokens have together under the unmarked model
     * @param drawn how many tokens it has
     */
    record Answer(Optional<int[]> retokenised, double nats, int drawn) {}

    MarkedArms generate(int answers, StageSpec mark) {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Answer>> marked = submit(threads, answers, List.of(mark));
            List<Future<Answer>> plain = submit(threads, answers, List.of());
            List<Answer> markedAnswers = await(marked);
            List<Answer> plainAnswers = await(plain);
            List<int[]> longMarked = longOnes(markedAnswers);
            List<int[]> longPlain = longOnes(plainAnswers);
            return new MarkedArms(
                    longMarked,
                    longPlain,
                    2 * answers - longMarked.size() - longPlain.size(),
                    natsPerToken(markedAnswers),
                    natsPerToken(plainAnswers));
        }
    }

    /**
     * Answers that were long enough.
     *
     * @param natsPerToken mean negative log-probability that the unmarked model gives what was drawn
     */
    record Written(List<One> answers, double natsPerToken) {

        /** An answer by its number, which is its prompt's too, as tokens of its text. */
        record One(int number, int[] tokens) {}
    }

    /** @param each writes the answer of that number */
    Written write(int answers, IntFunction<Answer> each) {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Answer>> running = IntStream.range(0, answers)
                    .mapToObj(number -> threads.submit(() -> each.apply(number)))
                    .toList();
            List<Answer> all = await(running);
            List<Written.One> longOnes = IntStream.range(0, answers)
                    .boxed()
                    .flatMap(
                            number -> all.get(number).retokenised().map(text -> new Written.One(number, text)).stream())
                    .toList();
            return new Written(longOnes, natsPerToken(all));
        }
    }

    /** The answer of that number under stages. */
    Answer answer(int number, List<StageSpec> stages) {
        return answer(BenchmarkPrompts.of(number), number, stages);
    }

    /** How an answer to a prompt begins. */
    int[] opening(int prompt, long seed, List<StageSpec> stages) {
        return answer(BenchmarkPrompts.of(prompt), seed, stages).retokenised().orElse(new int[0]);
    }

    private List<Future<Answer>> submit(ExecutorService threads, int answers, List<StageSpec> stages) {
        List<Future<Answer>> running = new ArrayList<>();
        for (int i = 0; i < answers; i++) {
            long seed = i;
            Callable<Answer> work = () -> answer(BenchmarkPrompts.of((int) seed), seed, stages);
            running.add(threads.submit(work));
        }
        return running;
    }

    private Answer answer(String prompt, long seed, List<StageSpec> stages) {
        GenerationRequest request = GenerationRequest.of(
                        SESSION, new Prompt.Chat(List.of(ChatMessage.user(prompt))), Sampling.plain(seed), (int)
                                (tokens * MARGIN))
                .withStages(stages);
        StringBuilder text = new StringBuilder();
        double nats = 0;
        int drawn = 0;
        try (Generation generation = engine.generate(request)) {
            Optional<GeneratedToken> next = generation.next();
            while (next.isPresent()) {
                text.append(next.get().text());
                nats -= next.get().logProbability();
                drawn++;
                next = generation.next();
            }
        }
        return answer(text.toString(), nats, drawn);
    }

    /** A text as an answer. */
    Answer answer(String text, double nats, int drawn) {
        int[] retokenised = engine.tokenize(text);
        return new Answer(
                retokenised.length < tokens ? Optional.empty() : Optional.of(Arrays.copyOf(retokenised, tokens)),
                nats,
                drawn);
    }

    private static List<int[]> longOnes(List<Answer> answers) {
        return answers.stream().flatMap(answer -> answer.retokenised().stream()).toList();
    }

    private static double natsPerToken(List<Answer> answers) {
        double nats = answers.stream().mapToDouble(Answer::nats).sum();
        return nats / Math.max(1, answers.stream().mapToInt(Answer::drawn).sum());
    }

    private static List<Answer> await(List<Future<Answer>> running) {
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> future : running) {
            try {
                answers.add(future.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The benchmark was interrupted.", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("An answer of the benchmark failed.", e);
            }
        }
        return answers;
    }
}
