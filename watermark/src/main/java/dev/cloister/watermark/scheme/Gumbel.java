package dev.cloister.watermark.scheme;

import dev.cloister.inference.LogitsStage;
import dev.cloister.watermark.prf.Philox;
import dev.cloister.watermark.statistics.Evidence;
import java.util.Arrays;

/**
 * Gumbel-max sampling with keyed noise (Aaronson 2022, "My AI safety lecture for UT Effective Altruism"; Kirchenbauer
 * et al. 2023b, "On the reliability of watermarks", section 2, call it Aaronson's). The mean over keys of what is drawn
 * is the model's own distribution.
 *
 * <p>Compatible with vLLM's {@code gumbel} watermark with the Philox function, context width 4 and contexts deduplicated
 * within an answer: contexts hold generated tokens, -1 before the first, and a repeated context draws without mark. The
 * key has 64 bits and the function is no cryptographic one, so the mark is weaker against forgers than the product's.
 *
 * <p>Made for temperatures above 0: at 0 the noise would change which token is the likeliest.
 *
 * @param key vLLM's key, all 64 bits
 */
public record Gumbel(long key) implements MarkScheme.OnTokens {

    static final int WIDTH = 4;
    private static final int NO_TOKEN = -1;
    private static final int HISTORY = 8192;

    @Override
    public String name() {
        return "gumbel";
    }

    @Override
    public LogitsStage marker() {
        return new Stage(new Philox(key), new GeneratedContexts(WIDTH, NO_TOKEN, HISTORY));
    }

    /** Sum of -ln(1 - u) over the distinct contexts: Gamma(n, 1) by chance. */
    @Override
    public Evidence score(int[] tokens) {
        return parts(tokens).score(0, tokens.length);
    }

    @Override
    public Parts parts(int[] tokens) {
        Philox philox = new Philox(key);
        double[] exponentials = new double[tokens.length];
        Arrays.setAll(
                exponentials,
                i -> -Math.log1p(-philox.after(Contexts.before(tokens, i, WIDTH, NO_TOKEN))
                        .of(tokens[i])));
        DistinctPlaces places = new DistinctPlaces(Contexts.numbers(tokens, NO_TOKEN, 0));
        return (from, to) -> {
            double[] sum = new double[2];
            places.forEach(from, to, i -> {
                sum[0] += exponentials[i];
                sum[1]++;
            });
            return Evidence.exponentials(sum[0], (int) sum[1]);
        };
    }

    @Override
    public String toString() {
        return "Gumbel[key hidden]";
    }

    /** Leaves the one candidate whose logit - ln(-ln u) is largest. */
    private record Stage(Philox philox, GeneratedContexts contexts) implements LogitsStage.CandidateStage {

        @Override
        public void apply(int[] context, int[] candidates, float[] logits) {
            int[] generated = contexts.of(context);
            if (contexts.repeats(generated)) {
                return;
            }
            Philox.Uniforms uniforms = philox.after(generated);
            int best = 0;
            double highest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < candidates.length; i++) {
                double noisy = logits[i] - Math.log(-Math.log(uniforms.of(candidates[i])));
                if (noisy > highest) {
                    highest = noisy;
                    best = i;
                }
            }
            float chosen = logits[best];
            Arrays.fill(logits, Float.NEGATIVE_INFINITY);
            logits[best] = chosen;
        }
    }
}
