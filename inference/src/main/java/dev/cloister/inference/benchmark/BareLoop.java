package dev.cloister.inference.benchmark;

import dev.cloister.inference.llama.ContextSettings;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.LlamaLibrary;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.llama.ProcessEnd;
import dev.cloister.inference.worker.WorkerSettings;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The least that generating costs: decode, take the largest logit, decode. A process of its own with the worker's
 * flags and the same context, so that nothing but the loop differs from the worker. It reads numbers and
 * answers each pair of them, tokens and sequences in one batch, with seconds per token of all sequences.
 */
final class BareLoop {

    private final LlamaModel model;
    private final LlamaContext context;
    private final int[] prompt;
    private final float[] row;

    private BareLoop(Path nativeDirectory, Path modelFile, ContextSettings settings, String prompt) {
        model = LlamaLibrary.load(nativeDirectory).loadModel(modelFile);
        context = model.newContext(settings);
        this.prompt = model.tokenize(prompt, true, false);
        row = new float[model.vocabulary().size()];
    }

    static List<String> arguments(WorkerSettings settings, String prompt) {
        return List.of(
                settings.nativeDirectory().toString(),
                settings.modelFile().toString(),
                Integer.toString(settings.sequences()),
                Integer.toString(settings.contextTokens()),
                Integer.toString(settings.threads()),
                Integer.toString(settings.scheduling().chunkTokens()),
                prompt);
    }

    public static void main(String[] arguments) throws IOException {
        int sequences = Integer.parseInt(arguments[2]);
        int batch = Math.max(Integer.parseInt(arguments[5]), sequences);
        BareLoop loop = new BareLoop(
                Path.of(arguments[0]),
                Path.of(arguments[1]),
                new ContextSettings(sequences, Integer.parseInt(arguments[3]), batch, Integer.parseInt(arguments[4])),
                arguments[6]);
        try (DataInputStream in = new DataInputStream(System.in);
                DataOutputStream out = new DataOutputStream(System.out)) {
            while (true) {
                out.writeDouble(loop.secondsPerToken(in.readInt(), in.readInt()));
                out.flush();
            }
        } catch (EOFException e) {
            ProcessEnd.now(0);
        }
    }

    /** Seconds per token after the prompts, which are not counted. */
    private double secondsPerToken(int tokens, int sequences) {
        int[] last = new int[sequences];
        for (int sequence = 0; sequence < sequences; sequence++) {
            last[sequence] = prefill(sequence);
        }
        long start = System.nanoTime();
        for (int i = 0; i < tokens; i++) {
            context.begin();
            for (int sequence = 0; sequence < sequences; sequence++) {
                context.add(sequence, last[sequence], true);
            }
            context.decode();
            for (int sequence = 0; sequence < sequences; sequence++) {
                last[sequence] = likeliest(sequence);
            }
        }
        return (System.nanoTime() - start) / 1e9 / tokens / sequences;
    }

    private int prefill(int sequence) {
        context.clear(sequence);
        context.begin();
        int index = 0;
        for (int i = 0; i < prompt.length; i++) {
            index = context.add(sequence, prompt[i], i == prompt.length - 1);
        }
        context.decode();
        return likeliest(index);
    }

    private int likeliest(int index) {
        context.copyLogits(index, row);
        int best = 0;
        float most = row[0];
        for (int i = 1; i < row.length; i++) {
            if (row[i] > most) {
                most = row[i];
                best = i;
            }
        }
        return best;
    }
}
