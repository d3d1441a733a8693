package dev.cloister.inference.benchmark;

import dev.cloister.inference.llama.LlamaContext;

/**
 * The least that the library's work costs: decode, take the largest logit, decode; or read a prompt chunk after chunk.
 * On the worker's own context and thread: two processes with the same files, or two contexts in one process, differ by 2
 * to 5 % in speed for as long as they live, by where their pages lie.
 */
final class BareLoop {

    private final LlamaContext context;
    private final float[] row;

    /**
     * @param context whose sequences are empty, and are empty again after each call
     */
    BareLoop(LlamaContext context) {
        this.context = context;
        row = new float[context.vocabularySize()];
    }

    /**
     * Generates after a prompt, greedily.
     *
     * @param tokens of each sequence
     * @param sequences in one batch
     * @return seconds per token of all sequences; the prompts are not counted
     */
    double generate(int[] prompt, int tokens, int sequences) {
        int[] last = new int[sequences];
        for (int sequence = 0; sequence < sequences; sequence++) {
            last[sequence] = begin(sequence, prompt);
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
        double seconds = (System.nanoTime() - start) / 1e9 / tokens / sequences;
        for (int sequence = 0; sequence < sequences; sequence++) {
            context.clear(sequence);
        }
        return seconds;
    }

    /**
     * Reads a text in chunks of the batch's size.
     *
     * @param everyRow whether the logits after each token are computed and copied, else those after the last
     * @return seconds
     */
    double prefill(int[] text, boolean everyRow) {
        long start = System.nanoTime();
        int chunk = context.settings().batchTokens();
        for (int from = 0; from < text.length; from += chunk) {
            int end = Math.min(text.length, from + chunk);
            context.begin();
            for (int i = from; i < end; i++) {
                context.add(0, text[i], everyRow || i == text.length - 1);
            }
            context.decode();
            for (int i = everyRow ? from : Math.max(from, text.length - 1); i < end; i++) {
                context.copyLogits(i - from, row);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        context.clear(0);
        return seconds;
    }

    private int begin(int sequence, int[] prompt) {
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
