package dev.cloister.inference.session;

import dev.cloister.inference.llama.Attention;
import dev.cloister.inference.llama.KvType;
import dev.cloister.inference.session.RealContext.Bits;
import dev.cloister.inference.session.RealContext.Listening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import java.util.ArrayList;
import java.util.List;

import static dev.cloister.inference.session.RealContext.CHUNK;
import static dev.cloister.inference.session.RealContext.prompt;
import static dev.cloister.inference.session.RealContext.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Past 256 tokens the library has faster ways that depend on threads and neighbours: the prompts go beyond. */
@Timeout(180)
class ReproducibleTest {

    private static final int[] PROMPT = prompt(20, 9 * CHUNK + 7);
    private static final int ANSWER = 24;

    @Test
    void givesTheSameBitsOnTwoThreads() {
        Bits one = alone(1, Attention.PLAIN);
        assertTrue(one.ids().size() > ANSWER / 2, "the answer is long enough to tell: " + one);
        assertEquals(one, alone(2, Attention.PLAIN));
    }

    @Test
    void givesTheSameBitsBesideNeighboursOnOneThread() {
        assertEquals(alone(1, Attention.FLASH), besideNeighbours(1, Attention.FLASH));
        assertEquals(alone(1, Attention.PLAIN), besideNeighbours(1, Attention.PLAIN));
    }

    @Test
    void givesTheSameBitsBesideNeighboursOnTwoThreads() {
        assertEquals(alone(1, Attention.PLAIN), besideNeighbours(2, Attention.PLAIN));
    }

    @Test
    void theWholeModelDoesToo() {
        try (RealContext one = RealContext.ofWhole(1, 768, 1, Attention.PLAIN);
                RealContext eight = RealContext.ofWhole(8, 768, 2, Attention.PLAIN)) {
            assertEquals(ask(one).bits(), besideNeighbours(eight, PROMPT));
        }
    }

    /** Past 512 cells, where the library shares out those of half precision. */
    @Test
    void givesTheSameBitsBesideNeighboursOverQuantisedKeysAndValuesOnTwoThreads() {
        int[] prompt = prompt(21, 647);
        for (KvType kvType : List.of(KvType.Q8_0, KvType.Q4_0)) {
            Bits alone;
            try (RealContext context = quantised(kvType)) {
                alone = ask(context, prompt).bits();
            }
            assertEquals(Attention.FLASH, Attention.fastest(2, kvType));
            assertTrue(alone.ids().size() > ANSWER / 2, "the answer is long enough to tell: " + alone);
            try (RealContext context = quantised(kvType)) {
                assertEquals(alone, besideNeighbours(context, prompt), kvType.name());
            }
        }
    }

    @Test
    void neverTakesAnAttentionThatTellsOfNeighbours() {
        assertEquals(Attention.PLAIN, Attention.fastest(2, KvType.F16));
        assertThrows(
                IllegalArgumentException.class,
                () -> new RealContext(8, 768, 2, Attention.FLASH, RealContext.SETTINGS).close());
    }

    @Test
    void givesTheSameBitsWithThePrefixFromTheContextOrFromOutside() {
        for (Attention attention : Attention.values()) {
            Bits alone = alone(1, attention);
            try (RealContext context = new RealContext(1, 768, 1, attention, RealContext.SETTINGS)) {
                assertEquals(alone, ask(context).bits());
                Listening again = ask(context);
                assertEquals(alone, again.bits());
                assertEquals(9 * CHUNK, again.completion().cachedTokens());
                neighbour(context, 0).completion();
                Listening back = ask(context);
                assertEquals(alone, back.bits());
                assertEquals(9 * CHUNK, back.completion().cachedTokens());
            }
        }
    }

    private static Bits alone(int threads, Attention attention) {
        try (RealContext context = new RealContext(8, 768, threads, attention, RealContext.SETTINGS)) {
            return ask(context).bits();
        }
    }

    private static Bits besideNeighbours(int threads, Attention attention) {
        try (RealContext context = new RealContext(8, 768, threads, attention, RealContext.SETTINGS)) {
            return besideNeighbours(context, PROMPT);
        }
    }

    private static RealContext quantised(KvType kvType) {
        return new RealContext(8, 768, 2, kvType, Attention.FLASH, RealContext.SETTINGS.withChunkTokens(128));
    }

    /** Neighbours come and go while the answer is made. */
    private static Bits besideNeighbours(RealContext context, int[] prompt) {
        List<Listening> neighbours = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            neighbours.add(neighbour(context, i));
        }
        Listening asked = ask(context, prompt);
        for (int i = 7; !asked.ended(); i++) {
            Listening done = neighbours.removeFirst();
            if (i % 3 == 0) {
                done.cancel();
            }
            done.completion();
            neighbours.add(neighbour(context, i));
        }
        Bits bits = asked.bits();
        neighbours.forEach(Listening::cancel);
        return bits;
    }

    private static Listening ask(RealContext context) {
        return ask(context, PROMPT);
    }

    private static Listening ask(RealContext context, int[] prompt) {
        return context.submit(session("acme", "anna", "chat"), prompt, ANSWER);
    }

    private static Listening neighbour(RealContext context, int number) {
        int[] prompt = prompt(100 + number, 5 + 83 * number % 330);
        return context.submit(session("tenant" + number % 4, "user" + number, "chat"), prompt, 3 + number % 4 * 5);
    }
}
