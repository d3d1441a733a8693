package dev.cloister.watermark.statistics;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class BinomialTailTest {

    @Test
    void agreesWithExactRationalArithmetic() {
        assertEquals(-7.0339797249546905, BinomialTail.logAtLeast(199, 70, .25), 1e-11);
        assertEquals(-0.04496947234781601, BinomialTail.logAtLeast(199, 40, .25), 1e-12);
        assertEquals(-13.862943611198906, BinomialTail.logAtLeast(10, 10, .25), 1e-12);
        assertEquals(-277.246797885266, BinomialTail.logAtLeast(1000, 600, .25), 1e-9);
        assertEquals(-113.57866994357568, BinomialTail.logAtLeast(199, 150, .25), 1e-10);
        assertEquals(-0.12962663138353037, BinomialTail.logAtLeast(20, 1, .1), 1e-12);
    }

    /** Both ways to compute a single probability, and the edge between them. */
    @Test
    void massesAgreeWithExactArithmetic() {
        assertEquals(-2.076480429147387, BinomialMass.log(40, 20, .5), 1e-13);
        assertEquals(-3.914827056748491, BinomialMass.log(1600, 800, .5), 1e-13);
        assertEquals(-119.13637580610083, BinomialMass.log(1600, 1100, .5), 1e-11);
        assertEquals(-11.01677509025629, BinomialMass.log(4000, 900, .25), 1e-12);
        assertEquals(-10.982289919629887, BinomialMass.log(100_000, 50_500, .5), 1e-12);
        assertEquals(-17.75495679272382, BinomialMass.log(33, 16, .1), 1e-12);
        assertEquals(-7.922257256170891, BinomialMass.log(199, 70, .25), 1e-12);
        assertEquals(-7.973281386621431, BinomialTail.logAtLeast(1584, 860, .5), 1e-12);
        assertEquals(-126.24641402951679, BinomialTail.logAtLeast(1584, 1100, .5), 1e-11);
        assertEquals(15 * Math.log(.25), BinomialMass.log(15, 15, .25), 1e-12);
    }

    @Test
    void knowsWhatIsCertainAndWhatIsImpossible() {
        assertEquals(0, BinomialTail.logAtLeast(0, 0, .25));
        assertEquals(Double.NEGATIVE_INFINITY, BinomialTail.logAtLeast(10, 11, .25));
    }

    @Property(tries = 300)
    void moreSuccessesAreNeverLikelier(
            @ForAll @IntRange(min = 1, max = 3000) int trials,
            @ForAll @IntRange(max = 3000) int successes,
            @ForAll @DoubleRange(min = .01, max = .99) double probability) {
        double here = BinomialTail.logAtLeast(trials, successes, probability);
        double further = BinomialTail.logAtLeast(trials, successes + 1, probability);
        assertTrue(here <= 0 && further <= here + 1e-9, () -> here + " then " + further);
    }

    @Test
    void clopperPearsonsEndsHoldTheTailsThatDefineThem() {
        ClopperPearson.Interval interval = ClopperPearson.of(5, 20, .95);
        assertEquals(.025, Math.exp(BinomialTail.logAtLeast(20, 5, interval.low())), 1e-9);
        assertEquals(.025, 1 - Math.exp(BinomialTail.logAtLeast(20, 6, interval.high())), 1e-9);
        assertEquals(0, ClopperPearson.of(0, 20, .95).low());
        assertEquals(1 - Math.pow(.025, 1 / 20.0), ClopperPearson.of(0, 20, .95).high(), 1e-9);
        assertEquals(1, ClopperPearson.of(20, 20, .95).high());
    }
}
