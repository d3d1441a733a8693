package dev.cloister.inference.benchmark;

import dev.cloister.inference.llama.ContextSettings;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.LlamaLibrary;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.llama.ProcessEnd;
import dev.cloister.inference.session.SchedulerSettings;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The least that reading a prompt costs: chunk after chunk, and the last token's row. A process of its own with the
 * worker's flags. It reads texts as a count and token ids, and answers each with its seconds.
 */
final class PrefillLoop {

    private PrefillLoop() {}

    public static void main(String[] arguments) throws IOException {
        LlamaModel model = LlamaLibrary.load(Path.of(arguments[0])).loadModel(Path.of(arguments[1]));
        LlamaContext context = model.newContext(new ContextSettings(
                1,
                Integer.parseInt(arguments[2]),
                SchedulerSettings.DEFAULT.chunkTokens(),
                Integer.parseInt(arguments[3])));
        float[] row = new float[model.vocabulary().size()];
        try (DataInputStream in = new DataInputStream(System.in);
                DataOutputStream out = new DataOutputStream(System.out)) {
            while (true) {
                int[] tokens = new int[in.readInt()];
                for (int i = 0; i < tokens.length; i++) {
                    tokens[i] = in.readInt();
                }
                out.writeDouble(seconds(context, tokens, row));
                out.flush();
            }
        } catch (EOFException e) {
            ProcessEnd.now(0);
        }
    }

    private static double seconds(LlamaContext context, int[] tokens, float[] row) {
        long start = System.nanoTime();
        context.clear(0);
        int chunk = context.settings().batchTokens();
        for (int from = 0; from < tokens.length; from += chunk) {
            int end = Math.min(tokens.length, from + chunk);
            context.begin();
            for (int i = from; i < end; i++) {
                context.add(0, tokens[i], i == tokens.length - 1);
            }
            context.decode();
            if (end == tokens.length) {
                context.copyLogits(end - from - 1, row);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
