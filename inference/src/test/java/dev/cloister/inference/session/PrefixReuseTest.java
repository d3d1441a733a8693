package dev.cloister.inference.session;

import dev.cloister.inference.Session;
import dev.cloister.inference.session.RealContext.Bits;
import dev.cloister.inference.session.RealContext.Listening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static dev.cloister.inference.session.RealContext.CHUNK;
import static dev.cloister.inference.session.RealContext.TOKEN_BYTES;
import static dev.cloister.inference.session.RealContext.joined;
import static dev.cloister.inference.session.RealContext.prompt;
import static dev.cloister.inference.session.RealContext.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
class PrefixReuseTest {

    private static final Session ANNA = session("acme", "anna", "chat");
    private static final int ANSWER = 12;

    @Test
    void givesTheSameBitsForAPromptThatItKnowsInPart() {
        int[] first = prompt(1, 5 * CHUNK + 9);
        int[] second = joined(first, prompt(2, 4 * CHUNK));
        Bits fresh = freshly(second);
        try (RealContext context = new RealContext(2, 512)) {
            assertEquals(0, context.submit(ANNA, first, ANSWER).completion().cachedTokens());
            Listening again = context.submit(ANNA, second, ANSWER);
            assertEquals(fresh, again.bits());
            assertEquals(5 * CHUNK, again.completion().cachedTokens());
            assertEquals(5 * CHUNK, context.scheduler().counters().cachedTokens());
        }
    }

    @Test
    void computesTheLastTokenOfAPromptThatItKnowsWhole() {
        for (int length : new int[] {3 * CHUNK, 3 * CHUNK + 1}) {
            int[] prompt = prompt(3, length);
            try (RealContext context = new RealContext(1, 256)) {
                Bits fresh = context.bits(ANNA, prompt, ANSWER);
                Listening again = context.submit(ANNA, prompt, ANSWER);
                assertEquals(fresh, again.bits());
                assertEquals((length - 1) / CHUNK * CHUNK, again.completion().cachedTokens());
            }
        }
    }

    @Test
    void neverReusesTokensOfAnAnswer() {
        int[] first = prompt(4, 2 * CHUNK);
        try (RealContext context = new RealContext(1, 256)) {
            int[] answer = context.bits(ANNA, first, 2 * CHUNK).ids().stream()
                    .mapToInt(id -> id)
                    .toArray();
            int[] second = joined(joined(first, answer), prompt(5, 5));
            Bits fresh = freshly(second);
            Listening again = context.submit(ANNA, second, ANSWER);
            assertEquals(fresh, again.bits());
            assertEquals(2 * CHUNK, again.completion().cachedTokens());
        }
    }

    @Test
    void keepsTwoChatsOfOneSessionThatBeginAlike() {
        int[] common = prompt(6, 2 * CHUNK);
        int[] one = joined(common, prompt(7, 2 * CHUNK + 3));
        int[] other = joined(common, prompt(8, 3 * CHUNK + 3));
        for (int sequences = 1; sequences <= 3; sequences++) {
            try (RealContext context = new RealContext(sequences, 256)) {
                Bits first = context.bits(ANNA, one, ANSWER);
                Listening second = context.submit(ANNA, other, ANSWER);
                assertEquals(freshly(other), second.bits());
                assertEquals(2 * CHUNK, second.completion().cachedTokens());
                Listening third = context.submit(ANNA, one, ANSWER);
                assertEquals(first, third.bits());
                assertEquals(4 * CHUNK, third.completion().cachedTokens());
            }
        }
    }

    @Test
    void letsNobodyElseProfitFromAPrompt() throws Exception {
        int[] prompt = prompt(9, 28 * CHUNK + 5);
        try (RealContext context = new RealContext(4, 1024)) {
            Bits bits = context.bits(ANNA, prompt, 1);
            long known = Long.MAX_VALUE;
            for (int i = 0; i < 3; i++) {
                known = Math.min(known, nanos(context, ANNA, prompt, 28 * CHUNK));
            }
            for (Session stranger : List.of(
                    session("acme", "anna", "notes"),
                    session("acme", "bert", "chat"),
                    session("beta", "anna", "chat"))) {
                long unknown = nanos(context, stranger, prompt, 0);
                assertTrue(unknown > 3 * known, "a stranger took " + unknown + " ns, the owner " + known);
            }
            assertEquals(bits, context.bits(ANNA, prompt, 1));
        }
    }

    @Test
    void bringsSessionsBackThatHadToLeaveTheContext() {
        int[] prompt = prompt(10, 3 * CHUNK + 4);
        int[] next = joined(prompt, prompt(11, 30));
        Bits fresh = freshly(next);
        try (RealContext context = new RealContext(2, 256)) {
            context.bits(ANNA, prompt, ANSWER);
            for (int i = 0; i < 4; i++) {
                context.bits(session("acme", "user" + i, "chat"), prompt, ANSWER);
            }
            SchedulerCounters counters = context.scheduler().counters();
            assertEquals(2, counters.resident());
            assertEquals(3, counters.swapped());
            assertTrue(counters.swappedBytes() >= 3L * 3 * CHUNK * TOKEN_BYTES, counters.toString());
            Listening again = context.submit(ANNA, next, ANSWER);
            assertEquals(fresh, again.bits());
            assertEquals(3 * CHUNK, again.completion().cachedTokens());
            assertEquals(3, context.scheduler().counters().swapped());
        }
    }

    @Test
    void dropsWhatIsOldestWhereMemoryEnds() {
        int[] prompt = prompt(12, 3 * CHUNK);
        long sessionBytes = (long) prompt.length * TOKEN_BYTES;
        SchedulerSettings small = new SchedulerSettings(8, 8, CHUNK, sessionBytes * 14 / 5);
        try (RealContext context = new RealContext(1, 256, 1, small)) {
            context.bits(ANNA, prompt, 1);
            for (int i = 0; i < 4; i++) {
                context.bits(session("acme", "user" + i, "chat"), prompt, 1);
                assertTrue(context.scheduler().counters().swappedBytes() <= small.idleBytes());
            }
            assertEquals(2, context.scheduler().counters().swapped());
            assertEquals(2 * CHUNK, cached(context, session("acme", "user2", "chat"), prompt));
            assertEquals(0, cached(context, ANNA, prompt));
        }
    }

    @Test
    void forgetsWhatItIsToldToForgetAndNothingElse() throws Exception {
        int[] prompt = prompt(13, 3 * CHUNK);
        Session bert = session("acme", "bert", "chat");
        Session carl = session("acme", "carl", "chat");
        try (RealContext context = new RealContext(2, 256)) {
            for (Session one : List.of(ANNA, bert, carl)) {
                context.bits(one, prompt, 1);
            }
            assertEquals(1, context.scheduler().counters().swapped());
            forget(context, ANNA);
            assertEquals(0, context.scheduler().counters().swapped());
            forget(context, bert);
            assertEquals(1, context.scheduler().counters().resident());
            Listening running = context.submit(bert, prompt, 100);
            running.awaitFirstToken();
            forget(context, bert);
            assertNotEquals(0, running.bits().ids().size());
            assertEquals(1, context.scheduler().counters().resident());
            assertEquals(0, cached(context, ANNA, prompt));
            assertEquals(0, cached(context, bert, prompt));
            assertEquals(2 * CHUNK, cached(context, carl, prompt));
            for (Session one : List.of(ANNA, bert, carl)) {
                forget(context, one);
            }
            assertEquals(0, context.scheduler().counters().swappedBytes());
        }
    }

    @Test
    void sealsIdleSessionsAheadOfWhoWillNeedTheirPlace() {
        int[] prompt = prompt(14, 3 * CHUNK);
        try (RealContext context = new RealContext(2, 256)) {
            context.bits(ANNA, prompt, 1);
            Bits bert = context.bits(session("acme", "bert", "chat"), prompt, 1);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (context.scheduler().counters().swappedBytes() == 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            SchedulerCounters ahead = context.scheduler().counters();
            assertTrue(ahead.swappedBytes() > 0, ahead.toString());
            assertEquals(2, ahead.resident());
            assertEquals(0, ahead.swapped());
            assertEquals(bert, context.bits(session("acme", "carl", "chat"), prompt, 1));
            assertEquals(1, context.scheduler().counters().swapped());
            assertEquals(2 * CHUNK, cached(context, ANNA, prompt));
        }
    }

    private static void forget(RealContext context, Session session) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        context.scheduler().forget(session::equals, done::countDown);
        assertTrue(done.await(10, TimeUnit.SECONDS));
    }

    private static int cached(RealContext context, Session session, int[] prompt) {
        return context.submit(session, prompt, 1).completion().cachedTokens();
    }

    private static long nanos(RealContext context, Session session, int[] prompt, int cached) {
        long start = System.nanoTime();
        assertEquals(cached, cached(context, session, prompt));
        return System.nanoTime() - start;
    }

    private static Bits freshly(int[] prompt) {
        try (RealContext context = new RealContext(1, 512)) {
            return context.bits(ANNA, prompt, ANSWER);
        }
    }
}
