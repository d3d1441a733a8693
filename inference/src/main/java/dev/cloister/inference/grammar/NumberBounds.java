package dev.cloister.inference.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The bounds that a schema sets on numbers, as whole numbers.
 *
 * @param least smallest integer within the bounds
 * @param most largest integer within the bounds
 * @param mostWhole largest k so that all numbers from k to below k + 1 keep the upper bound
 * @param leastWhole the same downwards: largest k so that all from -k down to above -(k + 1) keep the lower bound
 */
record NumberBounds(long least, long most, long mostWhole, long leastWhole) {

    /** Integers up to here are exact in every JSON reader. */
    private static final long WIDEST = 999_999_999_999_999L;

    private static final BigDecimal LARGEST = BigDecimal.valueOf(WIDEST);

    /** Below this size a double tells numbers with six decimals apart. */
    private static final BigDecimal EXACT = BigDecimal.valueOf(1_000_000);

    static NumberBounds of(JsonNode schema) {
        long least = -WIDEST;
        long most = WIDEST;
        long mostWhole = WIDEST - 1;
        long leastWhole = WIDEST - 1;
        if (schema.has("minimum")) {
            BigDecimal bound = number(schema, "minimum");
            least = Math.max(least, bound.setScale(0, RoundingMode.CEILING).longValueExact());
            leastWhole = Math.min(leastWhole, whole(bound.negate(), false));
        }
        if (schema.has("exclusiveMinimum")) {
            BigDecimal bound = number(schema, "exclusiveMinimum");
            least = Math.max(least, bound.setScale(0, RoundingMode.FLOOR).longValueExact() + 1);
            leastWhole = Math.min(leastWhole, whole(bound.negate(), true));
        }
        if (schema.has("maximum")) {
            BigDecimal bound = number(schema, "maximum");
            most = Math.min(most, bound.setScale(0, RoundingMode.FLOOR).longValueExact());
            mostWhole = Math.min(mostWhole, whole(bound, false));
        }
        if (schema.has("exclusiveMaximum")) {
            BigDecimal bound = number(schema, "exclusiveMaximum");
            most = Math.min(most, bound.setScale(0, RoundingMode.CEILING).longValueExact() - 1);
            mostWhole = Math.min(mostWhole, whole(bound, true));
        }
        return new NumberBounds(least, most, mostWhole, leastWhole);
    }

    private static long whole(BigDecimal bound, boolean exclusive) {
        long floor = bound.setScale(0, RoundingMode.FLOOR).longValueExact();
        return exclusive && bound.abs().compareTo(EXACT) > 0 ? floor - 2 : floor - 1;
    }

    private static BigDecimal number(JsonNode schema, String keyword) {
        JsonNode value = schema.get(keyword);
        if (!value.isNumber() || value.decimalValue().abs().compareTo(LARGEST) > 0) {
            throw SchemaProblem.unsupported("the value of " + keyword);
        }
        return value.decimalValue();
    }
}
