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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Has the model answer many prompts, eight at once. */
public final class AnswerWriter {

    private static final int AT_ONCE = 8;
    private static final Session SESSION = new Session("benchmark", "benchmark", "benchmark");

    private final Engine engine;

    public AnswerWriter(Engine engine) {
        this.engine = engine;
    }

    /**
     * What is asked.
     *
     * @param tokens most that are drawn
     * @param stages that mark the answer, or change it otherwise
     */
    public record Task(String prompt, Sampling sampling, int tokens, List<StageSpec> stages) {

        public Task {
            stages = List.copyOf(stages);
        }

        /** At temperature 1. */
        public Task(String prompt, long seed, int tokens, List<StageSpec> stages) {
            this(prompt, Sampling.plain(seed), tokens, stages);
        }
    }

    /**
     * What came back.
     *
     * @param nats negative log-probability of it all under the model without stages
     * @param drawn how many tokens it has
     */
    public record Answer(String text, double nats, int drawn) {}

    /** Answers in the order of the tasks. */
    public List<Answer> write(List<Task> tasks) {
        return together(
                tasks.stream().<Callable<Answer>>map(task -> () -> answer(task)).toList());
    }

    /** What each piece of work gives, in their order; eight run at once. */
    static <T> List<T> together(List<Callable<T>> work) {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<T>> running = work.stream().map(threads::submit).toList();
            List<T> done = new ArrayList<>();
            for (Future<T> future : running) {
                done.add(future.get());
            }
            return done;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The benchmark was interrupted.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("An answer of the benchmark failed.", e);
        }
    }

    /** One answer. */
    Answer answer(Task task) {
        GenerationRequest request = GenerationRequest.of(
                        SESSION,
                        new Prompt.Chat(List.of(ChatMessage.user(task.prompt()))),
                        task.sampling(),
                        task.tokens())
                .withStages(task.stages());
        StringBuilder text = new StringBuilder();
        double nats = 0;
        int drawn = 0;
        try (Generation generation = engine.generate(request)) {
            for (Optional<GeneratedToken> next = generation.next(); next.isPresent(); next = generation.next()) {
                text.append(next.get().text());
                nats -= next.get().logProbability();
                drawn++;
            }
        }
        return new Answer(text.toString(), nats, drawn);
    }
}
