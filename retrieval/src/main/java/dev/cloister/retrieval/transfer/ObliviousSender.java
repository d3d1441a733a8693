package dev.cloister.retrieval.transfer;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import org.bouncycastle.math.ec.ECPoint;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The owner's side of k times 1-of-n oblivious transfer of passages' keys (Naor and Pinkas, SODA 2001, protocol 3.1, twice for
 * the row and the column of a passage as in STOC 1999, section 3, and one exponent for all transfers of a session).
 *
 * <p>Place i of a transfer has the constant {@code i C} for one random C, where the paper draws all of them. A receiver that knew
 * the pads of two places i and j of a transfer would know {@code r (i - j) C}, and so {@code r C}, which takes solving
 * Diffie-Hellman for {@code r G} and {@code C}: the paper's own argument, with one instance instead of several.
 *
 * <p>Security: the owner's view, one uniform point for each choice, is the same whatever is chosen. The receiver learns one
 * key for each transfer, if computing Diffie-Hellman is hard on P-256 and SHA-256 behaves as a random oracle; AES-256 expands
 * the pads. Whoever holds a passage's key can read it and give it away.
 */
public final class ObliviousSender {

    /** Most transfers of a session. */
    public static final int MOST_TRANSFERS = 32;

    /** Length of an opening. */
    public static final int OPENING_BYTES = Pads.BYTES + 2 * Curve.POINT_BYTES;

    /** An answer is made in memory. */
    private static final long MOST_BYTES = 128L << 20;

    private static final int CHOICES = 2;

    private final Grid grid;
    private final byte[] session = new byte[Pads.BYTES];
    private final byte[] opening;
    private final BigInteger exponent;
    private final ECPoint[] constantsRaised;

    /** @param passages n, at least 2 */
    public ObliviousSender(int passages, SecureRandom random) {
        if (passages < 2) {
            throw new IllegalArgumentException("There is nothing to choose from");
        }
        this.grid = new Grid(passages);
        this.exponent = Curve.scalar(random);
        random.nextBytes(session);
        // Its logarithm is the owner's alone: with it both are multiples of the generator.
        BigInteger logarithm = Curve.scalar(random);
        ECPoint[] points = {Curve.generatorTimes(exponent), Curve.generatorTimes(logarithm)};
        Curve.normalise(points);
        this.constantsRaised = Curve.multiples(
                Curve.generatorTimes(logarithm.multiply(exponent)).normalize(), grid.side());
        this.opening = ByteBuffer.allocate(OPENING_BYTES)
                .put(session)
                .put(Curve.bytes(points[0]))
                .put(Curve.bytes(points[1]))
                .array();
    }

    /** What the receiver needs before it chooses: the session, the raised generator, and the constant. */
    public byte[] opening() {
        return opening.clone();
    }

    /** How many transfers so many choices ask for. */
    public static int transfers(byte[] choices) {
        return choices.length / (CHOICES * Curve.POINT_BYTES);
    }

    /** Length of the answer to so many transfers. */
    public static long answerBytes(int passages, int transfers) {
        return transfers * (CHOICES * (long) new Grid(passages).side() + passages) * Pads.BYTES;
    }

    /**
     * Answers a receiver's choices.
     *
     * @param choices a point for the row and one for the column of each transfer
     * @param keys a passage's key of 32 bytes
     * @throws RetrievalException FEDERATION_MESSAGE_MALFORMED
     */
    public byte[] answer(byte[] choices, IntFunction<byte[]> keys, SecureRandom random) {
        int each = CHOICES * Curve.POINT_BYTES;
        int transfers = choices.length / each;
        if (choices.length % each != 0 || transfers < 1 || transfers > MOST_TRANSFERS) {
            throw new RetrievalException(
                    Code.FEDERATION_MESSAGE_MALFORMED, "There may be 1 to " + MOST_TRANSFERS + " transfers.");
        }
        int passages = grid.passages();
        if (answerBytes(passages, transfers) > MOST_BYTES) {
            throw new RetrievalException(
                    Code.RING_MESSAGE_TOO_LARGE,
                    "So many passages at once of a snapshot of this size cannot be fetched obliviously. Ask for fewer.");
        }
        byte[] answer = new byte[(int) answerBytes(passages, transfers)];
        byte[] allKeys = new byte[passages * Pads.BYTES];
        for (int i = 0; i < passages; i++) {
            System.arraycopy(keys.apply(i), 0, allKeys, i * Pads.BYTES, Pads.BYTES);
        }
        GridMask mask = new GridMask(grid);
        int at = 0;
        for (int transfer = 0; transfer < transfers; transfer++) {
            byte[][] rows = seeds(grid.rows(), random);
            byte[][] columns = seeds(grid.columns(), random);
            at = offer(answer, at, choice(choices, transfer, 0), CHOICES * transfer, rows);
            at = offer(answer, at, choice(choices, transfer, 1), CHOICES * transfer + 1, columns);
            System.arraycopy(allKeys, 0, answer, at, allKeys.length);
            mask.add(rows, columns, answer, at);
            at += allKeys.length;
        }
        return answer;
    }

    private static ECPoint choice(byte[] choices, int transfer, int which) {
        int from = (CHOICES * transfer + which) * Curve.POINT_BYTES;
        return Curve.point(Arrays.copyOfRange(choices, from, from + Curve.POINT_BYTES));
    }

    /** Seeds under pads of which the receiver can compute one. */
    private int offer(byte[] answer, int at, ECPoint chosen, int transfer, byte[][] seeds) {
        ECPoint raised = chosen.multiply(exponent);
        ECPoint[] points = new ECPoint[grid.side()];
        points[0] = raised;
        for (int i = 1; i < points.length; i++) {
            points[i] = constantsRaised[i].subtract(raised);
        }
        Curve.normalise(points);
        for (int i = 0; i < points.length; i++) {
            byte[] pad = Pads.ofPoint(points[i].getEncoded(true), session, transfer, i);
            // Places without a row stay pads: nobody learns how many rows are full.
            if (i < seeds.length) {
                Pads.xor(pad, 0, seeds[i], 0, Pads.BYTES);
            }
            System.arraycopy(pad, 0, answer, at + i * Pads.BYTES, Pads.BYTES);
        }
        return at + points.length * Pads.BYTES;
    }

    private static byte[][] seeds(int count, SecureRandom random) {
        byte[][] seeds = new byte[count][Pads.BYTES];
        for (byte[] seed : seeds) {
            random.nextBytes(seed);
        }
        return seeds;
    }
}
