package dev.cloister.watermark.statistics;

import java.util.List;

/**
 * How strongly a scheme's marks show on a model's texts, and so how long a text must be. Taken as normal: of n pieces of
 * evidence z has mean shift sqrt(n) and the given spread.
 *
 * @param shift what z gains per square root of a piece of evidence
 * @param spread the standard deviation of a marked text's z, above 0
 */
public record Effect(double shift, double spread) {

    /** Nobody measured it: no text is long enough to say that it bears no mark. */
    public static final Effect UNKNOWN = new Effect(0, 1);

    /** How many texts an effect is measured on at least. */
    public static final int FEWEST = 5;

    public Effect {
        if (!(spread > 0) || !Double.isFinite(shift)) {
            throw new IllegalArgumentException("An effect has a finite shift, and a spread above 0.");
        }
    }

    /**
     * The effect that marked texts of a model show.
     *
     * @param marked evidence of five texts or more, by the right key, each with something scored
     */
    public static Effect measured(List<Evidence> marked) {
        if (marked.size() < FEWEST || marked.stream().anyMatch(evidence -> evidence.scored() == 0)) {
            throw new IllegalArgumentException("An effect is measured on " + FEWEST + " scored texts or more.");
        }
        double shift = marked.stream()
                .mapToDouble(evidence -> evidence.z() / Math.sqrt(evidence.scored()))
                .average()
                .orElseThrow();
        double squares = marked.stream()
                .mapToDouble(evidence -> Math.pow(evidence.z() - shift * Math.sqrt(evidence.scored()), 2))
                .sum();
        return new Effect(shift, Math.sqrt(Math.max(squares / (marked.size() - 1), Double.MIN_NORMAL)));
    }

    /**
     * How likely a marked text is found.
     *
     * @param scored pieces of evidence in it
     * @param significance the p-value at which it is called marked, in (0, 1)
     */
    public double power(int scored, double significance) {
        return NormalTail.atLeast((NormalTail.quantile(significance) - shift * Math.sqrt(scored)) / spread);
    }
}
