package dev.cloister.gateway.marks.check;

import dev.cloister.gateway.problem.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class CheckGateTest {

    private final CheckGate gate = new CheckGate();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> callers = new ArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void peopleGoBeforeFilesThatCameFirst() throws InterruptedException {
        hold();
        queue(() -> gate.checkPatiently(() -> done.add("file one")));
        queue(() -> gate.checkPatiently(() -> done.add("file two")));
        queue(() -> gate.check(() -> done.add("person one")));
        queue(() -> gate.check(() -> done.add("person two")));
        end();
        assertEquals(List.of("held", "person one", "person two", "file one", "file two"), done);
    }

    @Test
    void moreThanAFewPeopleAreRefusedAndFilesAreNot() throws InterruptedException {
        hold();
        for (int i = 0; i < 17; i++) {
            queue(() -> gate.check(() -> done.add("person")));
        }
        Refusal refusal = assertThrows(Refusal.class, () -> gate.check(() -> done.add("one too many")));
        assertEquals("CHECKS_BUSY", refusal.problem().code());
        queue(() -> gate.checkPatiently(() -> done.add("file")));
        end();
        assertEquals(19, done.size());
        gate.check(() -> done.add("later"));
        assertEquals("later", done.getLast());
    }

    @Test
    void strangersGiveWayAndKeepNobodyOut() throws InterruptedException {
        hold();
        for (int i = 0; i < 3; i++) {
            queue(() -> gate.checkForStranger(() -> done.add("stranger")));
        }
        assertThrows(Refusal.class, () -> gate.checkForStranger(() -> done.add("one too many")));
        queue(() -> gate.check(() -> done.add("person")));
        end();
        assertEquals(List.of("held", "person", "stranger", "stranger", "stranger"), done);
    }

    @Test
    void whatACheckThrowsReachesItsCallerAndItsPlaceIsFreeAgain() {
        for (int i = 0; i < 20; i++) {
            assertThrows(
                    ArithmeticException.class,
                    () -> gate.check(() -> {
                        throw new ArithmeticException();
                    }));
        }
    }

    @Test
    void whoWaitsWhileTheGatewayStopsHearsOfIt() throws InterruptedException {
        hold();
        queue(() -> done.add(assertThrows(Refusal.class, () -> gate.check(() -> done.add("never")))
                .problem()
                .code()));
        gate.close();
        end();
        assertTrue(done.contains("GATEWAY_STOPPING"), done::toString);
        assertThrows(Refusal.class, () -> gate.check(() -> done.add("later")));
    }

    /** A file whose check goes on until the others have come. */
    private void hold() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        callers.add(Thread.ofVirtual()
                .start(() -> gate.checkPatiently(() -> {
                    running.countDown();
                    try {
                        first.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return done.add("held");
                })));
        running.await();
    }

    /** Starts a caller, and waits until it waits. */
    private void queue(Runnable check) throws InterruptedException {
        Thread caller = Thread.ofPlatform().start(check);
        while (caller.getState() != Thread.State.WAITING) {
            caller.join(1);
        }
        callers.add(caller);
    }

    private void end() throws InterruptedException {
        first.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
    }
}
