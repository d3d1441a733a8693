package dev.cloister.inference.sampling;

import dev.cloister.inference.LogitsStage;
import dev.cloister.inference.Sampling;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;

/**
 * Draws the tokens of one answer. The order is that of {@link Sampling}'s fields, then the stages, then the draw.
 *
 * <p>Biases are applied by rejection: a token drawn from p is kept with probability exp(bias - bound), so what is kept
 * has exactly the distribution p(i) exp(bias(i)), and only tokens about to be drawn are looked at. A constraint works
 * the same way: a refused token is removed and another one drawn, which is the distribution given that the token is
 * allowed.
 *
 * <p>For one thread; the seed decides everything, together with the rows.
 */
public final class TokenSampler {

    /** After so many rejections in one draw the biased distribution is computed in full; the outcome's is the same. */
    private static final int REJECTIONS = 256;

    /** After so many candidates that a constraint refuses, all allowed ones are computed. */
    private static final int REFUSALS = 4;

    /** With less of the weight than this share left, the allowed tokens are weighed among themselves. */
    private static final double LITTLE = 1e-6;

    private static final int WARM_UP_TOKENS = 4096;

    private static final int WARM_UP_DRAWS = 1000;

    private final Sampling sampling;
    private final List<LogitsStage> stages;
    private final Bias everyBias;
    private final boolean seesCandidates;
    private final Optional<LogitsStage.TokenChoice> choice;
    private final SeededDraws draws;
    private final Space space;
    private final Weights weights;
    private final LogitRules rules;
    private final Truncation truncation;
    private final float inverseTemperature;

    /** What the constraint allowed in the running draw: a choice draws the same tokens many times. */
    private final BitSet allowedBefore = new BitSet();

    /** What can be drawn in the running draw. */
    private Support support;

    /** What biases the running draw. */
    private Bias bias;

    /** The weights of the running draw already hold the bias. */
    private boolean biased;

    /** The weight of all tokens of the running draw, before a constraint refused some. */
    private double whole;

    private TokenSampler(Sampling sampling, List<LogitsStage> stages, Space space) {
        this.sampling = sampling;
        this.stages = List.copyOf(stages);
        this.space = space;
        weights = space.weights;
        support = weights;
        rules = new LogitRules(sampling, space.sequenceBreakers);
        truncation = new Truncation(sampling, space.candidates);
        everyBias = Bias.of(stages);
        bias = everyBias;
        seesCandidates = stages.stream().anyMatch(LogitsStage.CandidateStage.class::isInstance);
        choice = choice(stages, seesCandidates);
        draws = new SeededDraws(sampling.seed());
        inverseTemperature = sampling.temperature() == 0 ? 1f : (float) (1 / sampling.temperature());
    }

    /** Working memory for the samplers of one thread. */
    public static final class Space {

        private final Weights weights;
        private final Candidates candidates;
        private final RowChanges changes = new RowChanges();
        private final BitSet sequenceBreakers;

        /**
         * @param sequenceBreakers tokens that end a repetition; see {@link SequenceBreakers}
         */
        public Space(int vocabularySize, BitSet sequenceBreakers) {
            weights = new Weights(vocabularySize);
            candidates = new Candidates(vocabularySize);
            this.sequenceBreakers = sequenceBreakers;
        }

        /** A sampler for one answer. */
        public TokenSampler sampler(Sampling sampling, List<LogitsStage> stages) {
            return new TokenSampler(sampling, stages, this);
        }
    }

    /** Draws until the draw is compiled: uncompiled, the first one takes half a second, compiled a ten-thousandth. */
    public static void warmUp() {
        float[] row = new float[WARM_UP_TOKENS];
        for (int i = 0; i < row.length; i++) {
            row[i] = i % 17;
        }
        TokenSampler sampler = new Space(row.length, new BitSet())
                .sampler(Sampling.plain(1).withTemperature(0.8).withTopP(0.9), List.of());
        TokenHistory history = new TokenHistory(new int[] {1});
        for (int i = 0; i < WARM_UP_DRAWS; i++) {
            sampler.draw(row, history, Constraint.NONE);
        }
    }

    /**
     * Draws the next token.
     *
     * @param row the model's logits, one per token; unchanged afterwards
     * @param history the tokens so far
     */
    public DrawnToken draw(float[] row, TokenHistory history, Constraint constraint) {
        float max = RowVectors.max(row);
        if (!Float.isFinite(max)) {
            throw new IllegalStateException("the model's logits are not finite");
        }
        weights.fill(row, max, 1f);
        double logSum = max + Math.log(weights.total());
        OptionalInt forced = constraint.forced();
        if (forced.isPresent()) {
            return new DrawnToken(forced.getAsInt(), row[forced.getAsInt()] - logSum);
        }
        rules.apply(history, row, space.changes);
        int id;
        try {
            id = choose(row, history, constraint);
        } finally {
            space.changes.undo(row);
        }
        return new DrawnToken(id, row[id] - logSum);
    }

    private int choose(float[] row, TokenHistory history, Constraint constraint) {
        biased = false;
        support = weights;
        whole = weights.total();
        allowedBefore.clear();
        if (sampling.temperature() == 0) {
            bias = everyBias.active(support::entropy);
            return seesCandidates ? throughCandidates(row, history, constraint) : likeliest(row, history, constraint);
        }
        if (sampling.temperature() != 1 || !space.changes.none()) {
            weights.fill(row, RowVectors.max(row), inverseTemperature);
        }
        if (!truncation.none(weights.size())) {
            support = truncation.apply(weights);
        }
        whole = support.total();
        bias = everyBias.active(support::entropy);
        if (seesCandidates) {
            return throughCandidates(row, history, constraint);
        }
        IntSupplier allowed = () -> drawAllowed(row, history.last(), constraint);
        return choice.isEmpty() ? allowed.getAsInt() : choice.get().choose(history.toArray(), allowed, draws::next);
    }

    private static Optional<LogitsStage.TokenChoice> choice(List<LogitsStage> stages, boolean besideCandidates) {
        List<LogitsStage.TokenChoice> choices = stages.stream()
                .filter(LogitsStage.TokenChoice.class::isInstance)
                .map(LogitsStage.TokenChoice.class::cast)
                .toList();
        if (choices.size() > (besideCandidates ? 0 : 1)) {
            throw new IllegalArgumentException("One stage chooses among draws, and none changes candidates beside it.");
        }
        return choices.stream().findFirst();
    }

    private int drawAllowed(float[] row, int previous, Constraint constraint) {
        for (int refused = 0; refused < REFUSALS && support.total() > LITTLE * whole; refused++) {
            int id = drawBiased(previous);
            if (allowedBefore.get(id) || constraint.allows(id)) {
                allowedBefore.set(id);
                return id;
            }
            support.remove(id);
        }
        restrict(row, constraint.allowed());
        return drawBiased(previous);
    }

    /** Keeps the allowed tokens of those that truncation left, or all allowed ones where it left none of them. */
    private void restrict(float[] row, BitSet allowed) {
        support.retain(allowed);
        if (support.total() <= LITTLE * whole) {
            support = weights;
            weights.fillOnly(row, allowed, inverseTemperature);
            whole = support.total();
            biased = false;
        }
    }

    private int drawBiased(int previous) {
        if (bias.isNone() || biased) {
            return support.draw(draws.next());
        }
        for (int i = 0; i < REJECTIONS; i++) {
            int id = support.draw(draws.next());
            if (draws.next() < bias.acceptance(previous, id)) {
                return id;
            }
        }
        support.scale(id -> bias.acceptance(previous, id));
        whole = support.total();
        biased = true;
        return support.draw(draws.next());
    }

    /** The token with the largest biased logit; only tokens that the bias could lift over the best are looked at. */
    private int likeliest(float[] row, TokenHistory history, Constraint constraint) {
        int best = argmax(row, history.last(), null);
        return constraint.allows(best) ? best : argmax(row, history.last(), constraint.allowed());
    }

    private int argmax(float[] row, int previous, @org.jspecify.annotations.Nullable BitSet allowed) {
        int best = -1;
        double bestLogit = Double.NEGATIVE_INFINITY;
        double bound = bias.bound();
        for (int i = 0; i < row.length; i++) {
            if (row[i] + bound > bestLogit && (allowed == null || allowed.get(i))) {
                double logit = bias.isNone() ? row[i] : row[i] + bias.at(previous, i);
                if (logit > bestLogit) {
                    bestLogit = logit;
                    best = i;
                }
            }
        }
        if (best < 0) {
            throw new IllegalStateException("no token can be drawn");
        }
        return best;
    }

    private int throughCandidates(float[] row, TokenHistory history, Constraint constraint) {
        if (constraint != Constraint.NONE) {
            restrict(row, constraint.allowed());
        }
        int[] candidates = support.tokens();
        float[] logits = new float[candidates.length];
        for (int i = 0; i < candidates.length; i++) {
            logits[i] = row[candidates[i]] * inverseTemperature;
        }
        int[] context = history.toArray();
        for (LogitsStage stage : stages) {
            switch (stage) {
                case LogitsStage.TokenBias one -> {
                    if (bias.stages().contains(one)) {
                        for (int i = 0; i < candidates.length; i++) {
                            logits[i] += (float) one.bias(history.last(), candidates[i]);
                        }
                    }
                }
                case LogitsStage.CandidateStage all -> all.apply(context, candidates, logits);
                case LogitsStage.TokenChoice refused -> throw new IllegalStateException("refused before: " + refused);
            }
        }
        return candidates[sampling.temperature() == 0 ? indexOfMax(logits) : drawFrom(logits)];
    }

    private int drawFrom(float[] logits) {
        float max = logits[indexOfMax(logits)];
        double[] sums = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += Math.exp((double) logits[i] - max);
            sums[i] = sum;
        }
        double at = draws.next() * sum;
        int index = 0;
        while (index < sums.length - 1 && sums[index] <= at) {
            index++;
        }
        return index;
    }

    private static int indexOfMax(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        if (logits.length == 0 || !Float.isFinite(logits[best])) {
            throw new IllegalStateException("a stage removed every candidate");
        }
        return best;
    }
}
