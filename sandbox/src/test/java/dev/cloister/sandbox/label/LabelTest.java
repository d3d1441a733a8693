package dev.cloister.sandbox.label;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LabelTest {

    @Property
    void joiningNeverTrustsMoreAndNeverOpensToMore(@ForAll("labels") Label one, @ForAll("labels") Label other) {
        Label joined = one.join(other);
        assertTrue(joined.writers().containsAll(one.writers()));
        assertTrue(one.readers().containsAll(joined.readers()));
        assertEquals(one.trusted() && other.trusted(), joined.trusted());
    }

    @Property
    void joiningIsALattice(@ForAll("labels") Label one, @ForAll("labels") Label other, @ForAll("labels") Label third) {
        assertEquals(one, one.join(one));
        assertEquals(one.join(other), other.join(one));
        assertEquals(one.join(other).join(third), one.join(other.join(third)));
    }

    @Property
    void whatAnAppMakesIsNeverTrustedAndKnownToIt(@ForAll("labels") Label of) {
        Label made = Label.madeBy("maker", of);
        assertFalse(made.trusted());
        assertTrue(made.readableBy("maker"));
        assertTrue(made.writers().containsAll(of.writers()));
    }

    @Provide
    Arbitrary<Label> labels() {
        Arbitrary<Principal> principals = Arbitraries.of(
                Principal.USER, Principal.HUB, Principal.app("a"), Principal.app("b"), Principal.app("c"));
        return Combinators.combine(
                        principals.set().ofMaxSize(4), principals.set().ofMaxSize(4))
                .as(Label::new);
    }
}
