package dev.cloister.watermark.statistics;

/**
 * How far a text's score lies beyond chance, for one scheme and one key.
 *
 * @param z standard deviations by which the score exceeds its mean by chance; 0 where nothing was scored
 * @param scored how many independent pieces of evidence were counted: distinct contexts or types, each once
 * @param atLeast probability that an unmarked text of as many pieces scores as high or higher
 * @param above probability that it scores higher; the same as {@code atLeast} where scores have no ties
 */
public record Evidence(double z, int scored, double atLeast, double above) {

    /** Nothing could be counted. */
    public static final Evidence NONE = new Evidence(0, 0, 1, 0);

    /** So many of the tokens scored were green, each green by chance with probability gamma. */
    public static Evidence binomial(int green, int scored, double gamma) {
        if (scored == 0) {
            return NONE;
        }
        return new Evidence(
                (green - gamma * scored) / Math.sqrt(scored * gamma * (1 - gamma)),
                scored,
                Math.exp(BinomialTail.logAtLeast(scored, green, gamma)),
                Math.exp(BinomialTail.logAtLeast(scored, green + 1, gamma)));
    }

    /**
     * So many heads of fair coins.
     *
     * @param each how many coins a piece of evidence has
     * @param scored how many pieces there are
     */
    public static Evidence coins(int heads, int each, int scored) {
        Evidence all = binomial(heads, each * scored, 0.5);
        return new Evidence(all.z(), scored, all.atLeast(), all.above());
    }

    /** A sum of as many exponential variables of mean 1. */
    public static Evidence exponentials(double sum, int scored) {
        if (scored == 0) {
            return NONE;
        }
        double tail = GammaTail.atLeast(scored, sum);
        return new Evidence((sum - scored) / Math.sqrt(scored), scored, tail, tail);
    }

    /** A score that is standard normal by chance. */
    public static Evidence normal(double z, int scored) {
        if (scored == 0) {
            return NONE;
        }
        double tail = NormalTail.atLeast(z);
        return new Evidence(z, scored, tail, tail);
    }

    /** The p-value that is never too small: P[S >= s]. */
    public double pValue() {
        return atLeast;
    }

    /**
     * The p-value that is exactly uniform by chance: a tie counts in part (Lehmann and Romano 2005, section 3.2).
     *
     * @param tie uniform in [0, 1], independent of the text's score
     */
    public double pValue(double tie) {
        return above + tie * (atLeast - above);
    }
}
