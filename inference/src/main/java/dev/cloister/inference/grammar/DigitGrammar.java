package dev.cloister.inference.grammar;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers from 0 on as digits: while the digits so far are those of a bound, the next one is compared with the bound's,
 * and the remainder by the step is carried along.
 */
final class DigitGrammar {

    private static final int MOST_DIGITS = 15;
    private static final int NOTHING = -1;

    private final GrammarBuilder builder;
    private final int fraction;
    private final int scale;
    private final int modulus;
    private final int next;
    private final Map<List<Integer>, Integer> free = new HashMap<>();

    /**
     * @param fraction most digits behind the point
     * @param scale digits behind the point that the modulus counts
     * @param modulus what the number, shifted by the scale, is a multiple of
     */
    DigitGrammar(GrammarBuilder builder, int fraction, int scale, int modulus, int next) {
        this.builder = builder;
        this.fraction = fraction;
        this.scale = scale;
        this.modulus = modulus;
        this.next = next;
    }

    /** The numbers between two that are not negative; a node that leads nowhere where there are none. */
    int between(BigDecimal least, boolean above, BigDecimal most, boolean below) {
        List<Integer> choices = new ArrayList<>();
        int order = least.compareTo(most);
        if (order < 0 || (order == 0 && !above && !below)) {
            for (int length = wholeDigits(least); length <= wholeDigits(most); length++) {
                int node = new Numbers(length, least, above, most, below).from(0, NumbersState.START);
                if (node != NOTHING) {
                    choices.add(node);
                }
            }
        }
        return builder.either(choices);
    }

    private static int wholeDigits(BigDecimal value) {
        return value.setScale(0, RoundingMode.FLOOR).toBigInteger().toString().length();
    }

    /** Whether the digits so far are those of the bounds, and the remainder so far. */
    private record NumbersState(boolean atLeast, boolean atMost, int remainder) {
        static final NumbersState START = new NumbersState(true, true, 0);
    }

    /** Numbers with so many digits before the point. */
    private final class Numbers {

        private final int length;
        private final int behind;
        private final String least;
        private final String most;
        private final boolean above;
        private final boolean below;
        private final boolean longer;
        private final boolean shorter;
        private final Map<List<Object>, Integer> tight = new HashMap<>();

        Numbers(int length, BigDecimal least, boolean above, BigDecimal most, boolean below) {
            this.length = length;
            behind = Math.min(fraction, MOST_DIGITS - length);
            longer = length > wholeDigits(least);
            shorter = length < wholeDigits(most);
            this.least = digits(least);
            this.most = digits(most);
            this.above = above;
            this.below = below;
        }

        /** The bound's digits from the first place of numbers of this length. */
        private String digits(BigDecimal bound) {
            int places = Math.max(MOST_DIGITS, bound.scale());
            String all = bound.setScale(places, RoundingMode.UNNECESSARY)
                    .unscaledValue()
                    .toString();
            int wanted = Math.max(length, wholeDigits(bound)) + places;
            return "0".repeat(Math.max(0, wanted - all.length())) + all;
        }

        int from(int at, NumbersState given) {
            NumbersState state = new NumbersState(given.atLeast && !longer, given.atMost && !shorter, given.remainder);
            boolean open = !state.atLeast && !state.atMost && at > 0;
            List<Integer> shared = List.of(length - at, behind, state.remainder);
            Integer known = open ? free.get(shared) : tight.get(List.of(at, state));
            if (known != null) {
                return known;
            }
            int node = build(at, state);
            if (open) {
                free.put(shared, node);
            } else {
                tight.put(List.of(at, state), node);
            }
            return node;
        }

        private int build(int at, NumbersState state) {
            List<Integer> choices = new ArrayList<>();
            if (at >= length && endsHere(at, state)) {
                choices.add(next);
            }
            if (at < length + behind) {
                int more = digit(at, state);
                if (more != NOTHING) {
                    choices.add(at == length ? builder.literal(".", more) : more);
                }
            }
            return choices.isEmpty() ? NOTHING : builder.either(choices);
        }

        private int digit(int at, NumbersState state) {
            int low = state.atLeast ? least.charAt(at) - '0' : 0;
            int high = state.atMost ? most.charAt(at) - '0' : 9;
            if (at == 0 && length > 1) {
                low = Math.max(low, 1);
            }
            Map<Integer, ByteSet> byTarget = new LinkedHashMap<>();
            for (int digit = low; digit <= high; digit++) {
                int target = from(
                        at + 1,
                        new NumbersState(
                                state.atLeast && digit == low,
                                state.atMost && digit == high,
                                (state.remainder * 10 + digit) % modulus));
                if (target != NOTHING) {
                    byTarget.merge(target, ByteSet.of('0' + digit), ByteSet::or);
                }
            }
            if (byTarget.isEmpty()) {
                return NOTHING;
            }
            List<Integer> nodes = new ArrayList<>();
            byTarget.forEach((target, set) -> nodes.add(builder.bytes(set, target)));
            return builder.either(nodes);
        }

        private boolean endsHere(int at, NumbersState state) {
            long rest = state.remainder;
            for (int i = at - length; i < scale; i++) {
                rest = rest * 10 % modulus;
            }
            boolean fromLeast = !state.atLeast || (!above && isZero(least.substring(at)));
            boolean toMost = !state.atMost || !below || !isZero(most.substring(at));
            return rest == 0 && fromLeast && toMost;
        }

        private boolean isZero(String digits) {
            return digits.chars().allMatch(digit -> digit == '0');
        }
    }
}
