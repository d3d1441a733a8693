package dev.cloister.inference.benchmark;

import dev.cloister.inference.ChatMessage;
import dev.cloister.inference.OutputForm;
import dev.cloister.inference.Sampling;
import dev.cloister.inference.Session;
import dev.cloister.inference.grammar.GrammarCompiler;
import dev.cloister.inference.llama.ContextSettings;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.LlamaLibrary;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.llama.Vocabulary;
import dev.cloister.inference.sampling.Constraint;
import dev.cloister.inference.sampling.DrawnToken;
import dev.cloister.inference.sampling.SequenceBreakers;
import dev.cloister.inference.sampling.TokenHistory;
import dev.cloister.inference.sampling.TokenSampler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What sampling and grammars cost beside a decode, on the real model in this process.
 *
 * <p>Each step of an answer inside a schema decodes one token, draws the next one inside the schema, and draws once more
 * from the same logits without it. {@code grammar.overhead} is the median over all steps of all schemas of the step's
 * time with the schema over its time without, the decode counted in both; {@code grammar.overhead.p95} is the 95th percentile. Every schema is
 * compiled afresh and its first answer counts, so masks and states are made during the steps that are measured.
 *
 * <p>{@code sampler.us.*} are microseconds for a draw from rows of the model's logits, medians.
 */
public final class GrammarBenchmark {

    private static final int CONTEXT = 1024;
    private static final int CHUNK = 256;
    private static final int SAMPLER_ROUNDS = 40;
    private static final Session SESSION = new Session("benchmark", "benchmark", "benchmark");

    private final LlamaModel model;
    private final LlamaContext context;
    private final Vocabulary vocabulary;
    private final TokenSampler.Space space;
    private final float[] row;
    private final List<float[]> rows = new ArrayList<>();
    private final List<Double> overheads = new ArrayList<>();
    private final List<Double> compiled = new ArrayList<>();
    private final List<Double> decodes = new ArrayList<>();

    private GrammarBenchmark(LlamaModel model, LlamaContext context) {
        this.model = model;
        this.context = context;
        vocabulary = model.vocabulary();
        space = new TokenSampler.Space(vocabulary.size(), SequenceBreakers.of(vocabulary.size(), vocabulary::piece));
        row = new float[vocabulary.size()];
    }

    /**
     * Runs the benchmark.
     *
     * @param tokens most tokens of each answer
     * @param rounds answers for each schema, each with a seed of its own; one round more warms up
     * @return the figures by name
     */
    public static Map<String, Double> run(Path nativeDirectory, Path modelFile, int tokens, int rounds) {
        try (LlamaModel model = LlamaLibrary.load(nativeDirectory).loadModel(modelFile);
                LlamaContext context = model.newContext(new ContextSettings(1, CONTEXT, CHUNK, 1))) {
            return new GrammarBenchmark(model, context).measure(tokens, rounds);
        }
    }

    private Map<String, Double> measure(int tokens, int rounds) {
        Map<String, Double> figures = new TreeMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, String> schema : BenchmarkSchemas.ALL.entrySet()) {
                int before = overheads.size();
                answer(schema.getKey(), schema.getValue(), tokens, round);
                if (round > 0) {
                    figures.put(
                            "grammar.overhead." + schema.getKey(),
                            quantile(overheads.subList(before, overheads.size()), 0.5));
                }
            }
            if (round == 0) {
                overheads.clear();
                compiled.clear();
                decodes.clear();
            }
        }
        figures.put("grammar.overhead", quantile(overheads, 0.5));
        figures.put("grammar.overhead.p95", quantile(overheads, 0.95));
        figures.put(
                "grammar.overhead.mean",
                overheads.stream().mapToDouble(x -> x).average().orElse(0));
        figures.put("grammar.steps", (double) overheads.size());
        figures.put("grammar.compile_ms", quantile(compiled, 0.5));
        figures.put("grammar.compile_ms.max", quantile(compiled, 1));
        figures.put("decode_ms", quantile(decodes, 0.5));
        samplers().forEach((name, sampling) -> figures.put("sampler.us." + name, samplerMicros(sampling)));
        return figures;
    }

    private void answer(String name, String schema, int tokens, int seed) {
        GrammarCompiler grammars = new GrammarCompiler(vocabulary, text -> model.tokenize(text, false, false));
        long start = System.nanoTime();
        Constraint constraint = grammars.compile(new OutputForm.JsonSchema(schema), SESSION);
        constraint.limit(tokens);
        compiled.add((System.nanoTime() - start) / 1e6);
        String chat = model.renderChat(List.of(ChatMessage.user("Invent a " + name + " and describe it as JSON.")));
        int[] prompt = model.tokenize(chat, true, true);
        TokenHistory history = new TokenHistory(prompt);
        TokenSampler constrained = space.sampler(Sampling.plain(seed).withTemperature(0.8), List.of());
        TokenSampler free = space.sampler(Sampling.plain(seed).withTemperature(0.8), List.of());
        context.clear(0);
        int index = decode(prompt);
        for (int i = 0; i < tokens && !constraint.finished(); i++) {
            context.copyLogits(index, row);
            keep(i);
            long[] times = new long[2];
            DrawnToken drawn = new DrawnToken(-1, 0);
            // In turns, since the second one finds the row in the cache.
            for (int arm = 0; arm < 2; arm++) {
                long before = System.nanoTime();
                if ((arm + i) % 2 == 0) {
                    drawn = constrained.draw(row, history, constraint);
                    if (!vocabulary.endsGeneration(drawn.id())) {
                        constraint.accept(drawn.id());
                    }
                    times[0] = System.nanoTime() - before;
                } else {
                    free.draw(row, history, Constraint.NONE);
                    times[1] = System.nanoTime() - before;
                }
            }
            if (vocabulary.endsGeneration(drawn.id())) {
                return;
            }
            history.add(drawn.id());
            long before = System.nanoTime();
            index = decode(new int[] {drawn.id()});
            long decode = System.nanoTime() - before;
            decodes.add(decode / 1e6);
            overheads.add(1 + (times[0] - times[1]) / (double) (decode + times[1]));
        }
    }

    private int decode(int[] tokens) {
        context.begin();
        int index = 0;
        for (int i = 0; i < tokens.length; i++) {
            index = context.add(0, tokens[i], i == tokens.length - 1);
        }
        context.decode();
        return index;
    }

    private void keep(int step) {
        if (rows.size() < 32 && step % 8 == 3) {
            rows.add(row.clone());
        }
    }

    private static Map<String, Sampling> samplers() {
        Sampling plain = Sampling.plain(1);
        Sampling.Dry dry = new Sampling.Dry(0.8, 1.75, 2, 1024);
        Map<String, Sampling> samplers = new TreeMap<>();
        samplers.put("plain", plain);
        samplers.put("temperature", plain.withTemperature(0.8));
        samplers.put("greedy", plain.withTemperature(0));
        samplers.put("top_k", plain.withTemperature(0.8).withTopK(40));
        samplers.put("top_p", plain.withTemperature(0.8).withTopP(0.95));
        samplers.put("typical", plain.withTemperature(0.8).withTypicalP(0.95));
        samplers.put("min_p", plain.withTemperature(0.8).withMinP(0.05));
        samplers.put(
                "dry", plain.withTemperature(0.8).withPenalties(new Sampling.Penalties(64, 1, 0, 0, Optional.of(dry))));
        samplers.put(
                "penalties",
                plain.withTemperature(0.8).withPenalties(new Sampling.Penalties(64, 1.1, 0.5, 0.5, Optional.empty())));
        return samplers;
    }

    private double samplerMicros(Sampling sampling) {
        int[] tokens = new int[1024];
        Arrays.setAll(tokens, i -> 1000 + i * i % 97);
        TokenHistory history = new TokenHistory(Arrays.copyOf(tokens, 512));
        for (int i = 512; i < tokens.length; i++) {
            history.add(tokens[i]);
        }
        TokenSampler sampler = space.sampler(sampling, List.of());
        List<Double> micros = new ArrayList<>();
        for (int round = 0; round < 2 * SAMPLER_ROUNDS; round++) {
            for (float[] each : rows) {
                long before = System.nanoTime();
                sampler.draw(each, history, Constraint.NONE);
                if (round >= SAMPLER_ROUNDS) {
                    micros.add((System.nanoTime() - before) / 1e3);
                }
            }
        }
        return quantile(micros, 0.5);
    }

    private static double quantile(List<Double> values, double share) {
        double[] sorted = values.stream().mapToDouble(x -> x).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1.0, share * sorted.length)];
    }
}
