package dev.cloister.watermark.benchmark;

import dev.cloister.inference.Engine;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.StageSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Has the real model write answers marked and plain, at temperature 1 unless told otherwise, and tokenises their text anew. */
final class AnswerGenerator {

    /** Enough beyond the length asked for that tokenising the text anew does not fall short of it. */
    static final double MARGIN = 1.15;

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
        List<Answer> all = AnswerWriter.together(Stream.of(List.of(mark), List.<StageSpec>of())
                .flatMap(stages ->
                        IntStream.range(0, answers).<Callable<Answer>>mapToObj(number -> () -> answer(number, stages)))
                .toList());
        List<Answer> marked = all.subList(0, answers);
        List<Answer> plain = all.subList(answers, all.size());
        List<int[]> longMarked = longOnes(marked);
        List<int[]> longPlain = longOnes(plain);
        return new MarkedArms(
                longMarked,
                longPlain,
                2 * answers - longMarked.size() - longPlain.size(),
                natsPerToken(marked),
                natsPerToken(plain));
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
        List<Answer> all = AnswerWriter.together(IntStream.range(0, answers)
                .<Callable<Answer>>mapToObj(number -> () -> each.apply(number))
                .toList());
        List<Written.One> longOnes = IntStream.range(0, answers)
                .boxed()
                .flatMap(number -> all.get(number).retokenised().map(text -> new Written.One(number, text)).stream())
                .toList();
        return new Written(longOnes, natsPerToken(all));
    }

    /** The answer of that number under stages. */
    Answer answer(int number, List<StageSpec> stages) {
        return answer(number, Sampling.plain(number), stages);
    }

    /** How an answer to a prompt begins. */
    int[] opening(int prompt, long seed, List<StageSpec> stages) {
        return answer(prompt, Sampling.plain(seed), stages).retokenised().orElse(new int[0]);
    }

    /** The answer of that number, drawn in another way. */
    Answer answer(int number, Sampling sampling, List<StageSpec> stages) {
        AnswerWriter.Answer written = new AnswerWriter(engine)
                .answer(new AnswerWriter.Task(BenchmarkPrompts.of(number), sampling, (int) (tokens * MARGIN), stages));
        return answer(written.text(), written.nats(), written.drawn());
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
}
