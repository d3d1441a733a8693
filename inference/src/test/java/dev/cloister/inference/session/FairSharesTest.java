package dev.cloister.inference.session;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.session.RealContext.Bits;
import dev.cloister.inference.session.RealContext.Listening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static dev.cloister.inference.session.RealContext.CHUNK;
import static dev.cloister.inference.session.RealContext.prompt;
import static dev.cloister.inference.session.RealContext.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class FairSharesTest {

    private static final int SEQUENCES = 4;

    @Test
    void servesATenantsOneRequestBeforeAnothersSixty() {
        try (RealContext context = new RealContext(SEQUENCES, 256)) {
            List<Listening> many = submitMany(context, "crowd", 60, 20);
            Listening one = context.submit(session("small", "anna", "chat"), prompt(1, 40), 20);
            long before = ended(many);
            one.completion();
            long meanwhile = ended(many) - before;
            assertTrue(meanwhile <= 3 * SEQUENCES, meanwhile + " of the crowd's answers came first");
            many.forEach(Listening::cancel);
        }
    }

    @Test
    void servesAUsersOneRequestBeforeAColleaguesSixty() {
        try (RealContext context = new RealContext(SEQUENCES, 256)) {
            List<Listening> many = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                many.add(context.submit(session("acme", "bert", "chat"), prompt(i, 40), 20));
            }
            Listening one = context.submit(session("acme", "anna", "chat"), prompt(1, 40), 20);
            long before = ended(many);
            one.completion();
            long meanwhile = ended(many) - before;
            assertTrue(meanwhile <= 3 * SEQUENCES, meanwhile + " of the colleague's answers came first");
            many.forEach(Listening::cancel);
        }
    }

    @Test
    void stopsAnAnswerOfWhomHoldsAllAndGoesOnWithItBitForBit() throws Exception {
        int length = 60;
        List<Bits> alone = new ArrayList<>();
        try (RealContext context = new RealContext(SEQUENCES, 512)) {
            for (int i = 0; i < SEQUENCES; i++) {
                alone.add(context.bits(session("acme", "bert", "chat"), prompt(30 + i, 280), length));
            }
        }
        try (RealContext context = new RealContext(SEQUENCES, 512)) {
            List<Listening> all = new ArrayList<>();
            for (int i = 0; i < SEQUENCES; i++) {
                all.add(context.submit(session("acme", "bert", "chat"), prompt(30 + i, 280), length));
            }
            for (Listening one : all) {
                one.awaitFirstToken();
            }
            Listening other = context.submit(session("acme", "anna", "chat"), prompt(2, 3), 10);
            other.awaitFirstToken();
            assertTrue(all.stream().noneMatch(Listening::ended), "nobody had to end first");
            assertEquals(1, context.scheduler().counters().swapped());
            other.completion();
            for (int i = 0; i < SEQUENCES; i++) {
                assertEquals(alone.get(i), all.get(i).bits());
            }
        }
    }

    @Test
    void lendsAllSequencesToOneUserWhileNobodyElseWaits() throws Exception {
        try (RealContext context = new RealContext(SEQUENCES, 256)) {
            List<Listening> all = submitMany(context, "acme", SEQUENCES + 2, 200);
            for (Listening one : all.subList(0, SEQUENCES)) {
                one.awaitFirstToken();
            }
            assertEquals(SEQUENCES, context.scheduler().counters().running());
            all.forEach(Listening::cancel);
        }
    }

    @Test
    void sharesSequencesEvenlyBetweenTwoTenantsThatWantAll() throws Exception {
        try (RealContext context = new RealContext(SEQUENCES, 256)) {
            List<Listening> first = submitMany(context, "first", 8, 200);
            for (Listening one : first.subList(0, SEQUENCES)) {
                one.awaitFirstToken();
            }
            List<Listening> second = submitMany(context, "second", 8, 200);
            second.get(0).awaitFirstToken();
            second.get(1).awaitFirstToken();
            assertEquals(0, ended(first), "two answers of the first were stopped, none had to end");
            assertEquals(0, second.get(2).count());
            first.forEach(Listening::cancel);
            second.forEach(Listening::cancel);
        }
    }

    @Test
    void refusesAUsersRequestsBeforeTheQueueIsFullForOthers() throws Exception {
        SchedulerSettings settings = new SchedulerSettings(5, 3, CHUNK, 64L << 20);
        try (RealContext context = new RealContext(1, 512, 1, settings)) {
            List<Listening> all = new ArrayList<>();
            all.add(context.submit(session("acme", "bert", "chat"), prompt(1, 3), 400));
            all.getFirst().awaitFirstToken();
            for (int i = 0; i < 3; i++) {
                all.add(context.submit(session("acme", "bert", "chat"), prompt(1, 3), 4));
            }
            assertBusy(() -> context.submit(session("acme", "bert", "notes"), prompt(1, 3), 4));
            all.add(context.submit(session("beta", "bert", "chat"), prompt(1, 3), 400));
            all.add(context.submit(session("acme", "anna", "chat"), prompt(1, 3), 4));
            assertBusy(() -> context.submit(session("gamma", "carl", "chat"), prompt(1, 3), 4));
            all.forEach(Listening::cancel);
            context.bits(session("gamma", "carl", "chat"), prompt(1, 3), 4);
            assertEquals(0, context.scheduler().counters().waiting());
        }
    }

    @Test
    void estimatesFromTheLastAnswersWhenThereWillBeRoom() {
        Pace pace = new Pace();
        assertEquals(Duration.ofSeconds(1), pace.untilEnds(1), "nothing is known");
        pace.step(Duration.ofMillis(100), 70);
        assertEquals(Duration.ofSeconds(7), pace.untilEnds(1), "70 steps at most");
        long now = TimeUnit.HOURS.toNanos(1);
        pace.end(now, true);
        pace.end(now + TimeUnit.SECONDS.toNanos(3), true);
        assertEquals(Duration.ofSeconds(3), pace.untilEnds(1));
        assertEquals(Duration.ofSeconds(12), pace.untilEnds(4));
        pace.end(now + TimeUnit.SECONDS.toNanos(6), false);
        pace.end(now + TimeUnit.HOURS.toNanos(6), true);
        assertEquals(Duration.ofSeconds(3), pace.untilEnds(1), "an idle time tells nothing");
    }

    @Test
    void keepsADebtWhileOthersWorkAndForgetsItWithThem() {
        Share all = new Share();
        Share heavy = all.enter("heavy");
        Share light = all.enter("light");
        heavy.charge(1000);
        light.charge(10);
        all.leave(heavy);
        assertEquals(1000, all.enter("heavy").served());
        Share fresh = all.enter("new");
        assertEquals(10, fresh.served(), "no claim is saved up by being away");
        all.leave(heavy);
        all.leave(light);
        all.leave(fresh);
        assertFalse(all.enter("heavy").served() > 0);
    }

    private static List<Listening> submitMany(RealContext context, String tenant, int count, int tokens) {
        List<Listening> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(context.submit(session(tenant, "user" + i % 5, "chat"), prompt(i, 40), tokens));
        }
        return all;
    }

    private static long ended(List<Listening> all) {
        return all.stream().filter(Listening::ended).count();
    }

    private static void assertBusy(Runnable submission) {
        EngineException busy = assertThrows(EngineException.class, submission::run);
        assertEquals(Code.QUEUE_FULL, busy.code());
        Duration after = busy.retryAfter().orElseThrow();
        assertTrue(after.toSeconds() >= 1 && after.compareTo(Duration.ofMinutes(10)) <= 0, after.toString());
    }
}
