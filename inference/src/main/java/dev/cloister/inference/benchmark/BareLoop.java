package dev.cloister.inference.benchmark;

import dev.cloister.inference.llama.ContextSettings;
import dev.cloister.inference.llama.LlamaContext;
import dev.cloister.inference.llama.LlamaLibrary;
import dev.cloister.inference.llama.LlamaModel;
import dev.cloister.inference.worker.WorkerSettings;

/** The least that generating costs: decode, take the largest logit, decode. In this process, without a session. */
final class BareLoop implements AutoCloseable {

    private static final int CHUNK = 128;

    private final LlamaModel model;
    private final LlamaContext context;
    private final float[] row;

    BareLoop(WorkerSettings settings) {
        model = LlamaLibrary.load(settings.nativeDirectory()).loadModel(settings.modelFile());
        context = model.newContext(new ContextSettings(1, settings.contextTokens(), CHUNK, settings.threads()));
        row = new float[model.vocabulary().size()];
    }

    /** Seconds per token after a prompt, which is not counted. */
    double secondsPerToken(String prompt, int tokens) {
        context.clear(0);
        context.begin();
        int[] ids = model.tokenize(prompt, true, false);
        int index = 0;
        for (int i = 0; i < ids.length; i++) {
            index = context.add(0, ids[i], i == ids.length - 1);
        }
        context.decode();
        context.copyLogits(index, row);
        int token = argmax();
        long start = System.nanoTime();
        for (int i = 0; i < tokens; i++) {
            context.begin();
            context.add(0, token, true);
            context.decode();
            context.copyLogits(0, row);
            token = argmax();
        }
        return (System.nanoTime() - start) / 1e9 / tokens;
    }

    private int argmax() {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }

    @Override
    public void close() {
        context.close();
        model.close();
    }
}
