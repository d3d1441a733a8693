package dev.cloister.retrieval.federation.node;

import org.junit.jupiter.api.Test;
import java.time.Duration;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OutboundTest {

    private static final int KIB = 1 << 10;

    private final Outbound outbound = new Outbound(10 * KIB);

    @Test
    void whatIsNotSentYetLeavesNoRoomForMore() {
        assertTrue(outbound.hold(8 * KIB, Duration.ZERO, () -> {
            assertTrue(holds(2 * KIB));
            assertFalse(holds(3 * KIB));
        }));
        assertTrue(holds(10 * KIB));
    }

    @Test
    void whatIsLargerThanAllGoesAlone() {
        assertTrue(outbound.hold(50 * KIB, Duration.ZERO, () -> assertFalse(holds(1))));
        assertTrue(holds(1));
    }

    @Test
    void whatFailsIsHeldNoLonger() {
        assertThrows(
                IllegalStateException.class,
                () -> outbound.hold(10 * KIB, Duration.ZERO, () -> {
                    throw new IllegalStateException("hung up");
                }));
        assertTrue(holds(10 * KIB));
    }

    private boolean holds(long bytes) {
        return outbound.hold(bytes, Duration.ZERO, () -> {});
    }
}
