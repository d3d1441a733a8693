package dev.cloister.inference.session;

import dev.cloister.inference.session.RealContext.Bits;
import dev.cloister.inference.session.RealContext.Listening;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import java.util.ArrayList;
import java.util.List;

import static dev.cloister.inference.session.RealContext.CHUNK;
import static dev.cloister.inference.session.RealContext.prompt;
import static dev.cloister.inference.session.RealContext.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Past 256 tokens the library has faster ways that depend on threads and neighbours: the prompts go beyond. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class ReproducibleTest {

    private static final int[] PROMPT = prompt(20, 9 * CHUNK + 7);
    private static final int ANSWER = 24;
    private Bits alone = new Bits(List.of(), List.of());

    @BeforeAll
    void asksAlone() {
        try (RealContext context = new RealContext(8, 768)) {
            alone = ask(context).bits();
        }
        assertTrue(alone.ids().size() > ANSWER / 2, "the answer is long enough to tell: " + alone);
    }

    @Test
    void givesTheSameBitsOnTwoThreads() {
        try (RealContext context = new RealContext(8, 768, 2, RealContext.SETTINGS)) {
            assertEquals(alone, ask(context).bits());
        }
    }

    @Test
    void givesTheSameBitsBesideNeighboursThatComeAndGo() {
        for (int threads = 1; threads <= 2; threads++) {
            try (RealContext context = new RealContext(8, 768, threads, RealContext.SETTINGS)) {
                List<Listening> neighbours = new ArrayList<>();
                for (int i = 0; i < 7; i++) {
                    neighbours.add(neighbour(context, i));
                }
                Listening asked = ask(context);
                for (int i = 7; !asked.ended(); i++) {
                    Listening done = neighbours.removeFirst();
                    if (i % 3 == 0) {
                        done.cancel();
                    }
                    done.completion();
                    neighbours.add(neighbour(context, i));
                }
                assertEquals(alone, asked.bits());
                neighbours.forEach(Listening::cancel);
            }
        }
    }

    @Test
    void givesTheSameBitsWithThePrefixFromTheContextOrFromOutside() {
        try (RealContext context = new RealContext(1, 768)) {
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

    private static Listening ask(RealContext context) {
        return context.submit(session("acme", "anna", "chat"), PROMPT, ANSWER);
    }

    private static Listening neighbour(RealContext context, int number) {
        int[] prompt = prompt(100 + number, 5 + 83 * number % 330);
        return context.submit(session("tenant" + number % 4, "user" + number, "chat"), prompt, 3 + number % 4 * 5);
    }
}
