package dev.cloister.inference.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * JSON numbers within bounds, without exponents: integers of at most 15 digits, fractions of at most 6. Every number
 * that fits the grammar fits the bounds; not every number within the bounds fits the grammar.
 */
final class NumberGrammar {

    private static final ByteSet DIGIT = ByteSet.range('0', '9');
    private static final int FRACTION_DIGITS = 6;

    private final GrammarBuilder builder;

    NumberGrammar(GrammarBuilder builder) {
        this.builder = builder;
    }

    /** Integers of the range; none where it is empty. */
    List<Integer> integers(long least, long most, int next) {
        List<Integer> choices = new ArrayList<>();
        if (most >= 0 && most >= least) {
            choices.add(digits(Math.max(0, least), most, next));
        }
        if (least < 0 && most >= least) {
            choices.add(builder.bytes(ByteSet.of('-'), digits(Math.max(1, -most), -least, next)));
        }
        return choices;
    }

    /** Numbers with a fraction whose whole part is in the range of magnitudes; none where it is empty. */
    List<Integer> fractions(boolean negative, long leastWhole, long mostWhole, int next) {
        if (leastWhole > mostWhole) {
            return List.of();
        }
        int fraction = builder.bytes(
                ByteSet.of('.'), builder.repeat(1, FRACTION_DIGITS, after -> builder.bytes(DIGIT, after), next));
        int whole = digits(leastWhole, mostWhole, fraction);
        return List.of(negative ? builder.bytes(ByteSet.of('-'), whole) : whole);
    }

    private int digits(long least, long most, int next) {
        List<Integer> choices = new ArrayList<>();
        long smallest = 0;
        long largest = 9;
        while (true) {
            long from = Math.max(least, smallest);
            long to = Math.min(most, largest);
            if (from <= to) {
                choices.add(sameLength(Long.toString(from), Long.toString(to), next));
            }
            if (most <= largest) {
                return builder.either(choices);
            }
            smallest = largest + 1;
            largest = smallest * 10 - 1;
        }
    }

    /** All digit strings between two of the same length. */
    private int sameLength(String from, String to, int next) {
        if (from.isEmpty()) {
            return next;
        }
        if (from.equals("0".repeat(from.length())) && to.equals("9".repeat(to.length()))) {
            return builder.repeat(from.length(), from.length(), after -> builder.bytes(DIGIT, after), next);
        }
        char low = from.charAt(0);
        char high = to.charAt(0);
        String restFrom = from.substring(1);
        String restTo = to.substring(1);
        int rest = restFrom.length();
        if (low == high) {
            return builder.bytes(ByteSet.of(low), sameLength(restFrom, restTo, next));
        }
        List<Integer> choices = new ArrayList<>();
        choices.add(builder.bytes(ByteSet.of(low), sameLength(restFrom, "9".repeat(rest), next)));
        if (low + 1 <= high - 1) {
            choices.add(builder.bytes(
                    ByteSet.range(low + 1, high - 1), sameLength("0".repeat(rest), "9".repeat(rest), next)));
        }
        choices.add(builder.bytes(ByteSet.of(high), sameLength("0".repeat(rest), restTo, next)));
        return builder.either(choices);
    }
}
