package dev.cloister.retrieval.transfer;

import dev.cloister.retrieval.RetrievalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ObliviousTransferTest {

    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 99, 100, 101, 1000})
    void givesTheKeysThatWereChosen(int passages) {
        byte[][] keys = keys(passages);
        int[] wanted = {0, passages - 1, passages / 2, 1, 0};
        ObliviousSender sender = new ObliviousSender(passages, random);
        ObliviousReceiver receiver = new ObliviousReceiver(passages, sender.opening(), wanted, random);
        List<byte[]> got = receiver.keys(sender.answer(receiver.choices(), i -> keys[i], random));
        for (int i = 0; i < wanted.length; i++) {
            assertArrayEquals(keys[wanted[i]], got.get(i));
        }
    }

    @Test
    void aReceiverThatReadsAnotherPlaceWithItsKeyGetsNothing() {
        byte[][] keys = keys(9);
        ObliviousSender sender = new ObliviousSender(9, random);
        ObliviousReceiver receiver = new ObliviousReceiver(9, sender.opening(), new int[] {4}, random);
        byte[] answer = sender.answer(receiver.choices(), i -> keys[i], random);
        // The pads of passage 4 on the masked keys of its neighbours in row and column: halves do not add up.
        int table = 2 * 3 * 32;
        byte[] own = Arrays.copyOfRange(answer, table + 4 * 32, table + 5 * 32);
        byte[] pad = new byte[32];
        for (int i = 0; i < 32; i++) {
            pad[i] = (byte) (own[i] ^ keys[4][i]);
        }
        for (int other : new int[] {1, 3, 5, 7}) {
            byte[] masked = Arrays.copyOfRange(answer, table + other * 32, table + (other + 1) * 32);
            for (int i = 0; i < 32; i++) {
                masked[i] ^= pad[i];
            }
            assertFalse(Arrays.equals(keys[other], masked));
        }
    }

    @Test
    void choicesAreFreshPointsWhateverIsChosen() {
        ObliviousSender sender = new ObliviousSender(100, random);
        byte[] one = new ObliviousReceiver(100, sender.opening(), new int[] {7}, random).choices();
        byte[] again = new ObliviousReceiver(100, sender.opening(), new int[] {7}, random).choices();
        assertFalse(Arrays.equals(one, again));
        assertEquals(2 * Curve.POINT_BYTES, one.length);
    }

    @Test
    void refusesWhatIsNoPointAndTooManyTransfers() {
        ObliviousSender sender = new ObliviousSender(10, random);
        byte[][] keys = keys(10);
        byte[] zero = new byte[2 * Curve.POINT_BYTES];
        assertThrows(RetrievalException.class, () -> sender.answer(zero, i -> keys[i], random));
        byte[] off = new ObliviousReceiver(10, sender.opening(), new int[] {1}, random).choices();
        Arrays.fill(off, 1, Curve.POINT_BYTES, (byte) 0xff);
        assertThrows(RetrievalException.class, () -> sender.answer(off, i -> keys[i], random));
        assertThrows(RetrievalException.class, () -> sender.answer(new byte[1], i -> keys[i], random));
        byte[] many = new ObliviousReceiver(10, sender.opening(), new int[65], random).choices();
        assertThrows(RetrievalException.class, () -> sender.answer(many, i -> keys[i], random));
        assertThrows(RetrievalException.class, () -> new ObliviousReceiver(10, new byte[5], new int[] {1}, random));
        ObliviousReceiver receiver = new ObliviousReceiver(10, sender.opening(), new int[] {1}, random);
        assertThrows(RetrievalException.class, () -> receiver.keys(new byte[32]));
    }

    private byte[][] keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    byte[] key = new byte[32];
                    random.nextBytes(key);
                    return key;
                })
                .toArray(byte[][]::new);
    }
}
