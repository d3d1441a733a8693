package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Stands for a language model at temperature 1: logits of a Zipf law over a vocabulary whose order changes with the last
 * two tokens, so that contexts repeat as they do in prose.
 */
public final class SyntheticModel {

    private final int vocabulary;
    private final double exponent;

    public SyntheticModel(int vocabulary, double exponent) {
        this.vocabulary = vocabulary;
        this.exponent = exponent;
    }

    /** An answer of that length, without the prompt. */
    public int[] answer(LogitsStage stage, int length, SplittableRandom random) {
        int prompt = 3;
        int[] tokens = new int[prompt + length];
        for (int i = 0; i < prompt; i++) {
            tokens[i] = random.nextInt(vocabulary);
        }
        int[] candidates = new int[vocabulary];
        Arrays.setAll(candidates, i -> i);
        for (int at = prompt; at < tokens.length; at++) {
            int[] context = Arrays.copyOf(tokens, at);
            float[] logits = logits(context);
            tokens[at] = switch (stage) {
                case LogitsStage.CandidateStage all -> {
                    all.apply(context, candidates, logits);
                    yield draw(logits, random);
                }
                case LogitsStage.TokenBias one -> {
                    if (one.biases(() -> entropy(logits))) {
                        for (int i = 0; i < vocabulary; i++) {
                            logits[i] += (float) one.bias(context[at - 1], i);
                        }
                    }
                    yield draw(logits, random);
                }
                case LogitsStage.TokenChoice one -> one.choose(context, () -> draw(logits, random), random::nextDouble);
            };
        }
        return Arrays.copyOfRange(tokens, prompt, tokens.length);
    }

    float[] logits(int[] context) {
        long shift = context[context.length - 1] * 31L + context[context.length - 2] * 17L;
        float[] logits = new float[vocabulary];
        for (int rank = 0; rank < vocabulary; rank++) {
            // The likeliest third of the ranks holds the same words everywhere, as prose does.
            int token = rank % 3 == 0 ? rank : (int) Math.floorMod(rank + 3 * shift, (long) vocabulary);
            logits[token] = (float) Math.max(logits[token], exponent * Math.log(vocabulary / (rank + 2.0)));
        }
        return logits;
    }

    /** In nats, of the distribution that the logits give. */
    static double entropy(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        double weighted = 0;
        for (float logit : logits) {
            double weight = Math.exp(logit - max);
            sum += weight;
            weighted += weight * (logit - max);
        }
        return Math.log(sum) - weighted / sum;
    }

    private static int draw(float[] logits, SplittableRandom random) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        double[] sums = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            sum += Math.exp((double) logits[i] - max);
            sums[i] = sum;
        }
        double at = random.nextDouble() * sum;
        int index = 0;
        while (sums[index] <= at) {
            index++;
        }
        return index;
    }
}
