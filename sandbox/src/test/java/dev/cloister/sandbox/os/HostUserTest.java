package dev.cloister.sandbox.os;

import org.junit.jupiter.api.Test;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HostUserTest {

    private static final List<String> ROOT = List.of("Name:\tjava", "Uid:\t0\t0\t0\t0");
    private static final List<String> EVERY_ID = List.of("         0          0 4294967295");

    @Test
    void givesIdsThatNobodyElseUsesWhereAllAreMapped() {
        assertEquals(new HostUser(true, 1_900_000_000, 100_000_000), HostUser.read(ROOT, EVERY_ID));
    }

    @Test
    void staysWithinTheIdsOfAContainer() {
        assertEquals(new HostUser(true, 30_000, 20_000), HostUser.read(ROOT, List.of("0 100000 65536")));
    }

    @Test
    void givesNoneWhereOnlyOneIdIsMapped() {
        assertFalse(HostUser.read(ROOT, List.of("0 1000 1")).givesIds());
    }

    @Test
    void givesNoneWithoutBeingRoot() {
        assertFalse(
                HostUser.read(List.of("Uid:\t1000\t1000\t1000\t1000"), EVERY_ID).givesIds());
    }

    @Test
    void handsOutAnIdOnceUntilItIsReleased() {
        UserIds ids = new UserIds(new HostUser(true, 7, 2));
        int first = ids.take();
        int second = ids.take();
        assertTrue(first != second && first >= 7 && second >= 7 && first <= 8 && second <= 8);
        ids.release(first);
        assertEquals(first, ids.take());
    }
}
