package dev.cloister.inference.grammar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What a schema says about numbers.
 *
 * @param whole integers only
 * @param least the lower bound
 * @param aboveLeast whether the bound itself is left out
 * @param most the upper bound
 * @param belowMost whether the bound itself is left out
 * @param step what they are multiples of
 */
record NumberRules(
        boolean whole,
        Optional<BigDecimal> least,
        boolean aboveLeast,
        Optional<BigDecimal> most,
        boolean belowMost,
        Optional<BigDecimal> step) {

    static final NumberRules ANY =
            new NumberRules(false, Optional.empty(), false, Optional.empty(), false, Optional.empty());

    static NumberRules integers() {
        return new NumberRules(true, Optional.empty(), false, Optional.empty(), false, Optional.empty());
    }

    static NumberRules from(BigDecimal least, boolean above) {
        return new NumberRules(false, Optional.of(least), above, Optional.empty(), false, Optional.empty());
    }

    static NumberRules upTo(BigDecimal most, boolean below) {
        return new NumberRules(false, Optional.empty(), false, Optional.of(most), below, Optional.empty());
    }

    static NumberRules multiplesOf(BigDecimal step) {
        return new NumberRules(false, Optional.empty(), false, Optional.empty(), false, Optional.of(step));
    }

    NumberRules and(NumberRules other) {
        NumberRules low = tighter(this, other, least, other.least, 1);
        NumberRules high = tighter(this, other, most, other.most, -1);
        boolean sameLow = same(least, other.least);
        boolean sameHigh = same(most, other.most);
        return new NumberRules(
                whole || other.whole,
                low.least,
                sameLow ? aboveLeast || other.aboveLeast : low.aboveLeast,
                high.most,
                sameHigh ? belowMost || other.belowMost : high.belowMost,
                step.isPresent() && other.step.isPresent()
                        ? Optional.of(leastCommonMultiple(step.get(), other.step.get()))
                        : step.or(() -> other.step));
    }

    NumberRules withoutWhole() {
        return new NumberRules(false, least, aboveLeast, most, belowMost, step);
    }

    /** Whether the bounds leave nothing. */
    boolean empty() {
        if (least.isEmpty() || most.isEmpty()) {
            return false;
        }
        int order = least.get().compareTo(most.get());
        return order > 0 || (order == 0 && (aboveLeast || belowMost));
    }

    private static NumberRules tighter(
            NumberRules one, NumberRules two, Optional<BigDecimal> first, Optional<BigDecimal> second, int sign) {
        if (first.isEmpty() || second.isEmpty()) {
            return second.isEmpty() ? one : two;
        }
        return sign * first.get().compareTo(second.get()) >= 0 ? one : two;
    }

    private static boolean same(Optional<BigDecimal> one, Optional<BigDecimal> two) {
        return one.isPresent() && two.isPresent() && one.get().compareTo(two.get()) == 0;
    }

    private static BigDecimal leastCommonMultiple(BigDecimal one, BigDecimal two) {
        int scale = Math.max(0, Math.max(one.scale(), two.scale()));
        BigInteger x = one.setScale(scale).unscaledValue();
        BigInteger y = two.setScale(scale).unscaledValue();
        return new BigDecimal(x.divide(x.gcd(y)).multiply(y), scale);
    }
}
