package dev.cloister.inference.session;

import dev.cloister.inference.Session;
import dev.cloister.inference.llama.StateBuffer;
import org.junit.jupiter.api.Test;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SealedStatesTest {

    private static final Session OWNER = new Session("acme", "anna", "chat");
    private static final Prefix PREFIX = new Prefix(List.of());
    private static final int LENGTH = 600_001;

    private final SealedStates states = new SealedStates(2L << 20);
    private final StateBuffer buffer = new StateBuffer();

    @Test
    void opensWhatItSealed() {
        byte[] clear = noise(1);
        SealedState state = seal(clear);
        assertEquals(0, buffer.size(), "the buffer is wiped");
        assertTrue(states.open(state, buffer));
        byte[] again = new byte[LENGTH];
        buffer.read(0, again, LENGTH);
        assertArrayEquals(clear, again);
        assertEquals(77, buffer.tokens());
    }

    @Test
    void holdsNothingInTheClear() {
        byte[] clear = new byte[LENGTH];
        Arrays.fill(clear, (byte) 'a');
        for (ByteBuffer block : seal(clear).blocks()) {
            int same = 0;
            for (int i = 0; i < 10_000; i++) {
                same += block.get(i) == 'a' ? 1 : 0;
            }
            assertTrue(same < 200, same + " of 10,000 bytes are the same");
        }
    }

    @Test
    void refusesAStateThatWasChangedOrIsAnothers() {
        SealedState state = seal(noise(2));
        SealedState others = new SealedState(
                new Session("acme", "bert", "chat"),
                state.prefix(),
                state.tokens(),
                state.bytes(),
                state.nonces(),
                state.blocks());
        assertFalse(states.open(others, buffer));
        SealedState longer = new SealedState(
                OWNER, state.prefix(), state.tokens() + 1, state.bytes(), state.nonces(), state.blocks());
        assertFalse(states.open(longer, buffer));
        SealedState swapped = new SealedState(
                OWNER,
                state.prefix(),
                state.tokens(),
                state.bytes(),
                state.nonces().reversed(),
                state.blocks().reversed());
        assertFalse(states.open(swapped, buffer));
        ByteBuffer block = state.blocks().getLast();
        block.put(1000, (byte) (block.get(1000) ^ 1));
        assertFalse(states.open(state, buffer));
        assertEquals(0, buffer.size(), "nothing of it is left");
    }

    @Test
    void usesItsMemoryAgain() {
        for (int i = 0; i < 20; i++) {
            SealedState state = seal(noise(i));
            assertTrue(states.bytes() >= LENGTH && states.bytes() < 2 * LENGTH);
            states.free(state);
            assertEquals(0, states.bytes());
        }
        for (int i = 0; i < 5; i++) {
            states.keep(seal(noise(i)));
        }
        assertEquals(2, states.idle().size());
        assertFalse(states.hasRoomFor(3L << 20));
    }

    private SealedState seal(byte[] clear) {
        buffer.expect(clear.length, 77);
        buffer.write(0, clear, clear.length);
        return states.seal(OWNER, PREFIX, buffer).orElseThrow();
    }

    private static byte[] noise(int seed) {
        byte[] bytes = new byte[LENGTH];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
