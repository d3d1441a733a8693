package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An answer on the wire, big-endian: magic {@code CLRA}, version (u8), parameters (u8), dimensions (u16), groups (u16), the
 * query's hash (32 bytes), number of vectors (u32), then block by block 4096 numbers of 31 bits and one for each of its
 * vectors, packed; each block starts at a byte.
 */
final class AnswerFormat {

    static final int MAGIC = 0x434c5241;
    static final int VERSION = 1;
    static final int HEADER_BYTES = Integer.BYTES + 2 * Byte.BYTES + 2 * Short.BYTES + QueryId.BYTES + Integer.BYTES;

    private static final int N = RingParameters.RING_DIMENSION;
    private static final int BITS = RingParameters.ANSWER_BITS;

    private AnswerFormat() {}

    static byte[] write(EncryptedAnswer answer) {
        QueryShape shape = answer.shape();
        int vectors = answer.vectors();
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(shape.answerBytes(vectors)));
        out.putInt(MAGIC).put((byte) VERSION).put((byte) shape.parameters().id());
        out.putShort((short) shape.dimensions()).putShort((short) shape.groups());
        out.put(answer.query().bytes()).putInt(vectors);
        int[] numbers = new int[2 * N];
        for (int block = 0; block < shape.blocks(vectors); block++) {
            int count = shape.vectorsIn(block, vectors);
            System.arraycopy(answer.mask(block), 0, numbers, 0, N);
            System.arraycopy(answer.scores(), block * shape.vectorsPerBlock(), numbers, N, count);
            BitPacking.write(numbers, 0, N + count, BITS, out);
        }
        return out.array();
    }

    static EncryptedAnswer read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        QueryShape shape = MessageHeader.read(in, MAGIC, VERSION, HEADER_BYTES, "answer");
        byte[] query = new byte[QueryId.BYTES];
        in.get(query);
        int vectors = in.getInt();
        if (vectors < 0 || vectors > EncryptedAnswer.MAX_VECTORS) {
            throw new RetrievalException(
                    Code.RING_MESSAGE_TOO_LARGE,
                    "The answer announces more than " + EncryptedAnswer.MAX_VECTORS + " vectors.");
        }
        MessageHeader.requireLength(in, shape.answerBytes(vectors), "answer");
        int[][] masks = new int[shape.blocks(vectors)][];
        int[] scores = new int[vectors];
        int[] numbers = new int[2 * N];
        for (int block = 0; block < masks.length; block++) {
            int count = shape.vectorsIn(block, vectors);
            if (!BitPacking.read(in, BITS, numbers, 0, N + count)) {
                throw new RetrievalException(Code.RING_MESSAGE_MALFORMED, "The answer's padding is not zero.");
            }
            masks[block] = Arrays.copyOf(numbers, N);
            requireNotZero(masks[block]);
            System.arraycopy(numbers, N, scores, block * shape.vectorsPerBlock(), count);
        }
        return new EncryptedAnswer(shape, QueryId.read(query), vectors, masks, scores);
    }

    private static void requireNotZero(int[] mask) {
        if (Arrays.stream(mask).allMatch(number -> number == 0)) {
            throw new RetrievalException(Code.RING_POLYNOMIAL_ZERO, "The answer holds a polynomial that is zero.");
        }
    }
}
