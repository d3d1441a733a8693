package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.ring.sampling.Seed;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A query on the wire, big-endian: magic {@code CLRQ}, version (u8), parameters (u8), dimensions (u16), groups (u16), public
 * seed (32 bytes), then the key and the ciphertexts, for each the residues by prime, packed.
 *
 * <p>Everything is checked before anything is computed: a length that is not exactly what the header announces, a residue
 * that is not below its prime, a polynomial that is zero.
 */
final class QueryFormat {

    static final int MAGIC = 0x434c5251;
    static final int VERSION = 1;
    static final int HEADER_BYTES = Integer.BYTES + 2 * Byte.BYTES + 2 * Short.BYTES + Seed.BYTES;

    private QueryFormat() {}

    static EncryptedQuery write(QueryShape shape, byte[] publicSeed, int[][][] polynomials) {
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(shape.queryBytes()));
        out.putInt(MAGIC).put((byte) VERSION).put((byte) shape.parameters().id());
        out.putShort((short) shape.dimensions())
                .putShort((short) shape.groups())
                .put(publicSeed);
        for (int[][] polynomial : polynomials) {
            for (int[] residues : polynomial) {
                BitPacking.write(
                        residues, 0, residues.length, shape.parameters().residueBits(), out);
            }
        }
        return new EncryptedQuery(shape, publicSeed, polynomials, out.array());
    }

    static EncryptedQuery read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes.clone());
        QueryShape shape = MessageHeader.read(in, MAGIC, VERSION, HEADER_BYTES, "query");
        MessageHeader.requireLength(in, shape.queryBytes(), "query");
        byte[] publicSeed = new byte[Seed.BYTES];
        in.get(publicSeed);
        RingParameters parameters = shape.parameters();
        int[][][] polynomials = new int[1 + shape.groups()][parameters.primeCount()][RingParameters.RING_DIMENSION];
        for (int[][] polynomial : polynomials) {
            for (int i = 0; i < polynomial.length; i++) {
                BitPacking.read(in, parameters.residueBits(), polynomial[i], 0, polynomial[i].length);
                requireResidues(polynomial[i], parameters.prime(i));
            }
        }
        return new EncryptedQuery(shape, publicSeed, polynomials, in.array());
    }

    private static void requireResidues(int[] residues, long prime) {
        if (Arrays.stream(residues).anyMatch(residue -> residue >= prime)) {
            throw new RetrievalException(
                    Code.RING_RESIDUE_OUT_OF_RANGE, "The query holds a residue that is not below its prime.");
        }
        if (Arrays.stream(residues).allMatch(residue -> residue == 0)) {
            throw new RetrievalException(Code.RING_POLYNOMIAL_ZERO, "The query holds a polynomial that is zero.");
        }
    }
}
