package dev.cloister.retrieval.transfer;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import org.bouncycastle.math.ec.ECPoint;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The querier's side, see {@link ObliviousSender}. Made for one session.
 *
 * <p>Security: each point that it sends is uniform, whatever it chooses. It computes the difference to a constant for the first
 * place as well, so that its steps do not depend on the choice; what a JVM does below that is out of its hands.
 */
public final class ObliviousReceiver {

    private final Grid grid;
    private final byte[] session;
    private final ECPoint raisedGenerator;
    private final List<Chosen> chosen = new ArrayList<>();
    private final byte[] choices;

    private record Chosen(int passage, BigInteger row, BigInteger column) {}

    /**
     * @param passages n, as the offer says
     * @param opening the sender's
     * @param wanted which passages
     * @throws RetrievalException FEDERATION_MESSAGE_MALFORMED where the opening is none
     */
    public ObliviousReceiver(int passages, byte[] opening, int[] wanted, SecureRandom random) {
        this.grid = new Grid(passages);
        if (opening.length != ObliviousSender.OPENING_BYTES) {
            throw new RetrievalException(
                    Code.FEDERATION_MESSAGE_MALFORMED, "The opening of a transfer has another length.");
        }
        this.session = Arrays.copyOf(opening, Pads.BYTES);
        int second = Pads.BYTES + Curve.POINT_BYTES;
        this.raisedGenerator = Curve.point(Arrays.copyOfRange(opening, Pads.BYTES, second));
        ECPoint[] constants =
                Curve.multiples(Curve.point(Arrays.copyOfRange(opening, second, opening.length)), grid.side());
        ByteBuffer out = ByteBuffer.allocate(2 * wanted.length * Curve.POINT_BYTES);
        for (int passage : wanted) {
            Chosen one = new Chosen(passage, Curve.scalar(random), Curve.scalar(random));
            chosen.add(one);
            out.put(choice(constants, grid.row(passage), one.row()));
            out.put(choice(constants, grid.column(passage), one.column()));
        }
        this.choices = out.array();
    }

    /** What goes to the sender. */
    public byte[] choices() {
        return choices.clone();
    }

    /**
     * The keys, in the order in which they were wanted.
     *
     * @throws RetrievalException FEDERATION_MESSAGE_MALFORMED where the answer has another length
     */
    public List<byte[]> keys(byte[] answer) {
        if (answer.length != ObliviousSender.answerBytes(grid.passages(), chosen.size())) {
            throw new RetrievalException(
                    Code.FEDERATION_MESSAGE_MALFORMED, "The answer of a transfer has another length.");
        }
        List<byte[]> keys = new ArrayList<>();
        int at = 0;
        int seeds = grid.side() * Pads.BYTES;
        for (int transfer = 0; transfer < chosen.size(); transfer++) {
            Chosen one = chosen.get(transfer);
            byte[] row = seed(answer, at, one.row(), 2 * transfer, grid.row(one.passage()));
            byte[] column = seed(answer, at + seeds, one.column(), 2 * transfer + 1, grid.column(one.passage()));
            int masked = at + 2 * seeds + one.passage() * Pads.BYTES;
            byte[] key = Arrays.copyOfRange(answer, masked, masked + Pads.BYTES);
            Pads.xor(key, 0, Pads.ofSeed(row, one.passage()), 0, Pads.BYTES);
            Pads.xor(key, 0, Pads.ofSeed(column, one.passage()), 0, Pads.BYTES);
            keys.add(key);
            at += 2 * seeds + grid.passages() * Pads.BYTES;
        }
        return keys;
    }

    private byte[] seed(byte[] answer, int at, BigInteger secret, int transfer, int place) {
        byte[] point = Curve.bytes(Curve.times(raisedGenerator, secret).normalize());
        byte[] seed = Pads.ofPoint(point, session, transfer, place);
        Pads.xor(seed, 0, answer, at + place * Pads.BYTES, Pads.BYTES);
        return seed;
    }

    private static byte[] choice(ECPoint[] constants, int place, BigInteger secret) {
        ECPoint own = Curve.generatorTimes(secret);
        ECPoint[] both = {own, constants[place].subtract(own)};
        Curve.normalise(both);
        return Curve.bytes(both[place == 0 ? 0 : 1]);
    }
}
