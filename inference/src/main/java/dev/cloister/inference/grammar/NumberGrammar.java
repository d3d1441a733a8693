package dev.cloister.inference.grammar;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON numbers within their rules, without exponents and with at most 15 digits, so that every reader tells them apart.
 * Every number that fits the grammar fits the rules; not every number within the rules fits the grammar.
 */
final class NumberGrammar {

    private static final int MOST_DIGITS = 15;
    private static final int FRACTION_DIGITS = 6;
    private static final int MOST_REMAINDERS = 1000;
    private static final BigDecimal LARGEST = BigDecimal.TEN.pow(MOST_DIGITS).subtract(BigDecimal.ONE);

    private final GrammarBuilder builder;

    NumberGrammar(GrammarBuilder builder) {
        this.builder = builder;
    }

    int number(NumberRules rules, int next) {
        BigDecimal step = rules.step().orElse(rules.whole() ? BigDecimal.ONE : BigDecimal.ZERO);
        int scale = Math.max(0, step.scale());
        BigInteger modulus =
                step.signum() == 0 ? BigInteger.ONE : step.setScale(scale).unscaledValue();
        if (modulus.compareTo(BigInteger.valueOf(MOST_REMAINDERS)) > 0) {
            throw SchemaProblem.unsupported(
                    "the value of multipleOf, which has more than " + MOST_REMAINDERS + " different remainders");
        }
        int fraction = rules.whole() ? 0 : step.signum() > 0 ? scale : fractionDigits(rules);
        BigDecimal largest = modulus.intValue() > 1
                ? BigDecimal.TEN
                        .pow(Math.min(MOST_DIGITS, modulus.toString().length() + 3))
                        .subtract(BigDecimal.ONE)
                : LARGEST;
        // Bounds that lie far out, with a step, reach as far as they have to.
        BigDecimal outermost = largest.max(rules.least().map(BigDecimal::abs).orElse(BigDecimal.ZERO))
                .max(rules.most().map(BigDecimal::abs).orElse(BigDecimal.ZERO));
        BigDecimal least = rules.least().orElse(outermost.negate());
        BigDecimal most = rules.most().orElse(outermost);
        DigitGrammar digits = new DigitGrammar(builder, fraction, scale, modulus.intValue(), next);
        List<Integer> choices = new ArrayList<>();
        if (most.signum() >= 0) {
            boolean above = rules.aboveLeast() && least.signum() >= 0;
            choices.add(digits.between(least.max(BigDecimal.ZERO), above, most, rules.belowMost()));
        }
        if (least.signum() < 0) {
            boolean above = rules.belowMost() || most.signum() >= 0;
            int magnitude =
                    digits.between(most.negate().max(BigDecimal.ZERO), above, least.negate(), rules.aboveLeast());
            choices.add(builder.literal("-", magnitude));
        }
        return builder.either(choices);
    }

    private static int fractionDigits(NumberRules rules) {
        int bounds = Math.max(
                rules.least().map(BigDecimal::scale).orElse(0),
                rules.most().map(BigDecimal::scale).orElse(0));
        return Math.min(MOST_DIGITS, Math.max(FRACTION_DIGITS, bounds + 1));
    }
}
