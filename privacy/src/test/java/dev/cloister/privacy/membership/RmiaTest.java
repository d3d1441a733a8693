package dev.cloister.privacy.membership;

import dev.cloister.privacy.membership.Rmia.Likelihood;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class RmiaTest {

    private static final Rmia PLAIN = new Rmia(1, 1);

    @Property(tries = 300)
    void agreesWithTheFormulaInPlainNumbers(
            @ForAll @DoubleRange(max = 1) double a,
            @ForAll @DoubleRange(min = -20, max = 0) double audited,
            @ForAll @Size(min = 1, max = 5) List<@DoubleRange(min = -20, max = 0) Double> references) {
        double mean = references.stream().mapToDouble(Math::exp).average().orElseThrow();
        double prior = ((1 + a) * mean + (1 - a)) / 2;
        double[] logs = references.stream().mapToDouble(Double::doubleValue).toArray();
        assertEquals(Math.log(Math.exp(audited) / prior), new Rmia(a, 1).logRatio(new Likelihood(audited, logs)), 1e-9);
    }

    @Test
    void countsTheShareOfTextsThatAreBeaten() {
        Likelihood text = new Likelihood(-1, new double[] {-2});
        List<Likelihood> population = List.of(
                new Likelihood(-1, new double[] {-1.5}),
                new Likelihood(-3, new double[] {-3}),
                new Likelihood(-1, new double[] {-4}),
                new Likelihood(-2, new double[] {-3}));
        assertEquals(.5, PLAIN.score(text, population));
        assertEquals(.25, new Rmia(1, 2).score(text, population));
    }

    @Test
    void staysFiniteWherePlainNumbersUnderflow() {
        Likelihood text = new Likelihood(-2000, new double[] {-2010, -2012});
        assertTrue(Double.isFinite(PLAIN.logRatio(text)));
        assertEquals(1, PLAIN.score(text, List.of(new Likelihood(-2000, new double[] {-2000}))));
    }

    @Test
    void tellsMembersFromOthersWhereTrainingRaisedTheirLikelihood() {
        SplittableRandom random = new SplittableRandom(7);
        List<Likelihood> population =
                Stream.generate(() -> draw(random, 0)).limit(200).toList();
        double members = Stream.generate(() -> draw(random, .5))
                .limit(200)
                .mapToDouble(text -> PLAIN.score(text, population))
                .average()
                .orElseThrow();
        double others = Stream.generate(() -> draw(random, 0))
                .limit(200)
                .mapToDouble(text -> PLAIN.score(text, population))
                .average()
                .orElseThrow();
        assertEquals(.5, others, .1);
        assertTrue(members > .8, () -> "members score " + members);
    }

    @Test
    void refusesToScoreWithoutReferencesOrPopulation() {
        assertThrows(IllegalArgumentException.class, () -> new Likelihood(-1, new double[0]));
        assertThrows(
                IllegalArgumentException.class, () -> PLAIN.score(new Likelihood(-1, new double[] {-1}), List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Rmia(1.1, 1));
    }

    private static Likelihood draw(SplittableRandom random, double raised) {
        double difficulty = -3 + random.nextGaussian();
        return new Likelihood(
                difficulty + raised + .2 * random.nextGaussian(),
                new double[] {difficulty + .2 * random.nextGaussian(), difficulty + .2 * random.nextGaussian()});
    }
}
