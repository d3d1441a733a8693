package dev.cloister.retrieval.ring;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.ring.sampling.Seed;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class WireFormatTest {

    private static final int DIMENSIONS = 32;
    private static final int GROUPS = 4;
    private static final int POLYNOMIAL_BYTES = 4096 * 28 / 8;
    private static final List<byte[]> VECTORS = Vectors.random(3, DIMENSIONS, 5);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] QUERY;
    private static final byte[] ANSWER;

    static {
        try (PendingQuery pending = Querier.ask(VECTORS.getFirst(), RingParameters.STANDARD, GROUPS, RANDOM)) {
            QUERY = pending.message().toBytes();
            ANSWER = new RingScoring(1)
                    .encode(VECTORS, pending.message().shape())
                    .answer(pending.message(), RANDOM)
                    .toBytes();
        }
    }

    @Test
    void whatIsWrittenIsRead() {
        assertArrayEquals(QUERY, EncryptedQuery.parse(QUERY).toBytes());
        assertArrayEquals(ANSWER, EncryptedAnswer.parse(ANSWER).toBytes());
        assertEquals(
                EncryptedQuery.parse(QUERY).id(), EncryptedAnswer.parse(ANSWER).query());
        assertEquals(42 + 5 * 3 * POLYNOMIAL_BYTES, QUERY.length);
    }

    @Test
    void lengthsOtherThanAnnouncedAreRefused() {
        for (int length : new int[] {0, 1, 4, 9, 10, 41, 42, 43, 1000, QUERY.length - 1}) {
            refused(Code.RING_MESSAGE_MALFORMED, EncryptedQuery::parse, Arrays.copyOf(QUERY, length));
        }
        for (int length : new int[] {0, 9, 45, 46, 47, ANSWER.length - 1}) {
            refused(Code.RING_MESSAGE_MALFORMED, EncryptedAnswer::parse, Arrays.copyOf(ANSWER, length));
        }
        refused(Code.RING_MESSAGE_TOO_LARGE, EncryptedQuery::parse, Arrays.copyOf(QUERY, QUERY.length + 1));
        refused(Code.RING_MESSAGE_TOO_LARGE, EncryptedAnswer::parse, Arrays.copyOf(ANSWER, ANSWER.length + 1));
    }

    @Test
    void headersThatAreNotKnownAreRefused() {
        headersThatAreNotKnownAreRefused(QUERY, EncryptedQuery::parse);
        headersThatAreNotKnownAreRefused(ANSWER, EncryptedAnswer::parse);
    }

    private static void headersThatAreNotKnownAreRefused(byte[] message, Function<byte[], ?> reader) {
        refused(Code.RING_MESSAGE_MALFORMED, reader, changed(message, in -> in.put(0, (byte) 0)));
        refused(Code.RING_PARAMETERS_UNSUPPORTED, reader, changed(message, in -> in.put(4, (byte) 2)));
        refused(Code.RING_PARAMETERS_UNSUPPORTED, reader, changed(message, in -> in.put(5, (byte) 3)));
        for (int groups : new int[] {0, 3, 5, 64, 385, 65535}) {
            refused(Code.RING_PARAMETERS_UNSUPPORTED, reader, changed(message, in -> in.putShort(8, (short) groups)));
        }
        for (int dimensions : new int[] {0, 33, 4097, 65535}) {
            refused(
                    Code.RING_PARAMETERS_UNSUPPORTED,
                    reader,
                    changed(message, in -> in.putShort(6, (short) dimensions)));
        }
    }

    @Test
    void residuesThatAreNotBelowTheirPrimeAreRefused() {
        long prime = RingParameters.STANDARD.prime(0);
        // The first residue: the high 28 bits of the first four bytes.
        refused(Code.RING_RESIDUE_OUT_OF_RANGE, EncryptedQuery::parse, firstResidue(prime));
        refused(Code.RING_RESIDUE_OUT_OF_RANGE, EncryptedQuery::parse, firstResidue((1 << 28) - 1));
        assertArrayEquals(
                firstResidue(prime - 1),
                EncryptedQuery.parse(firstResidue(prime - 1)).toBytes());
    }

    private static byte[] firstResidue(long residue) {
        return changed(QUERY, in -> in.putInt(42, (int) (residue << 4 | in.getInt(42) & 15)));
    }

    @Test
    void polynomialsOfZerosAreRefused() {
        for (int polynomial = 0; polynomial < 15; polynomial++) {
            int from = 42 + polynomial * POLYNOMIAL_BYTES;
            byte[] zeroed = QUERY.clone();
            Arrays.fill(zeroed, from, from + POLYNOMIAL_BYTES, (byte) 0);
            refused(Code.RING_POLYNOMIAL_ZERO, EncryptedQuery::parse, zeroed);
        }
        byte[] zeroed = ANSWER.clone();
        Arrays.fill(zeroed, 46, 46 + 4096 * 31 / 8, (byte) 0);
        refused(Code.RING_POLYNOMIAL_ZERO, EncryptedAnswer::parse, zeroed);
    }

    @Test
    void anAnswerWithTooManyVectorsOrOtherPaddingIsRefused() {
        refused(Code.RING_MESSAGE_TOO_LARGE, EncryptedAnswer::parse, changed(ANSWER, in -> in.putInt(42, -1)));
        refused(Code.RING_MESSAGE_TOO_LARGE, EncryptedAnswer::parse, changed(ANSWER, in -> in.putInt(42, 1 << 30)));
        refused(
                Code.RING_MESSAGE_MALFORMED,
                EncryptedAnswer::parse,
                changed(ANSWER, in -> in.put(ANSWER.length - 1, (byte) (in.get(ANSWER.length - 1) | 1))));
    }

    @Test
    void anAnswerToAnotherQueryIsRefused() {
        try (PendingQuery pending = Querier.ask(VECTORS.getFirst(), RingParameters.STANDARD, GROUPS, RANDOM)) {
            refused(Code.RING_ANSWER_FOREIGN, pending::decrypt, EncryptedAnswer.parse(ANSWER));
        }
    }

    @Test
    void aQueryOfAnotherShapeIsRefused() {
        ScoredVectors vectors =
                new RingScoring(1).encode(VECTORS, new QueryShape(RingParameters.STANDARD, DIMENSIONS, 8));
        refused(Code.RING_PARAMETERS_UNSUPPORTED, query -> vectors.answer(query, RANDOM), EncryptedQuery.parse(QUERY));
    }

    @Test
    void aClosedQueryDecryptsNothing() {
        PendingQuery pending = Querier.ask(VECTORS.getFirst(), RingParameters.STANDARD, GROUPS, RANDOM);
        pending.close();
        assertThrows(IllegalStateException.class, () -> pending.decrypt(EncryptedAnswer.parse(ANSWER)));
    }

    @Test
    void twoQueriesShareNothing() {
        try (PendingQuery one = Querier.ask(VECTORS.getFirst(), RingParameters.STANDARD, GROUPS, RANDOM);
                PendingQuery other = Querier.ask(VECTORS.getFirst(), RingParameters.STANDARD, GROUPS, RANDOM)) {
            assertNotEquals(one.message().id(), other.message().id());
            assertNotEquals(
                    ByteBuffer.wrap(one.message().publicSeed()),
                    ByteBuffer.wrap(other.message().publicSeed()));
        }
    }

    @Property(tries = 300)
    void aDamagedQueryIsReadAsItIsOrRefused(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 100_000_000) Integer> positions, @ForAll byte value) {
        readAsItIsOrRefused(
                QUERY, positions, value, bytes -> EncryptedQuery.parse(bytes).toBytes());
    }

    @Property(tries = 300)
    void aDamagedAnswerIsReadAsItIsOrRefused(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 100_000_000) Integer> positions, @ForAll byte value) {
        readAsItIsOrRefused(
                ANSWER, positions, value, bytes -> EncryptedAnswer.parse(bytes).toBytes());
    }

    @Property(tries = 500)
    void anyBytesAreRefused(@ForAll @Size(max = 200) byte[] bytes) {
        assertThrows(RetrievalException.class, () -> EncryptedQuery.parse(bytes));
        assertThrows(RetrievalException.class, () -> EncryptedAnswer.parse(bytes));
        assertThrows(RetrievalException.class, () -> KeyCommitments.parse(bytes));
        assertThrows(RetrievalException.class, () -> KeyOpenings.parse(bytes));
        assertThrows(RetrievalException.class, () -> KeyChallenge.parse(bytes));
    }

    @Test
    void keyMessagesAreReadAsTheyWereWritten() {
        try (KeyBatch batch = KeyBatch.draw(RingParameters.STRICT, 3, RANDOM)) {
            byte[] commitments = batch.commitments().toBytes();
            assertEquals(batch.commitments(), KeyCommitments.parse(commitments));
            assertEquals(new KeyChallenge(200), KeyChallenge.parse(new KeyChallenge(200).toBytes()));
            byte[] openings = batch.open(new KeyChallenge(1)).toBytes();
            assertArrayEquals(openings, KeyOpenings.parse(openings).toBytes());
            refused(Code.RING_MESSAGE_TOO_LARGE, KeyCommitments::parse, Arrays.copyOf(commitments, 200));
            refused(Code.RING_MESSAGE_MALFORMED, KeyCommitments::parse, Arrays.copyOf(commitments, 50));
            refused(
                    Code.RING_PARAMETERS_UNSUPPORTED,
                    KeyCommitments::parse,
                    changed(commitments, in -> in.put(4, (byte) 9)));
            refused(
                    Code.RING_MESSAGE_TOO_LARGE,
                    KeyOpenings::parse,
                    changed(openings, in -> in.putShort(6, (short) -1)));
        }
        assertEquals("Seed[hidden]", Seed.random(RANDOM).toString());
    }

    private static void readAsItIsOrRefused(
            byte[] message, List<Integer> positions, byte value, Function<byte[], byte[]> throughReader) {
        byte[] damaged = message.clone();
        for (int i = 0; i < positions.size(); i++) {
            // Every other change falls into the header.
            damaged[positions.get(i) % (i % 2 == 0 ? 64 : message.length)] = value;
        }
        try {
            assertArrayEquals(damaged, throughReader.apply(damaged));
        } catch (RetrievalException e) {
            assertNotEquals(Code.INDEX_UNAVAILABLE, e.code());
        }
    }

    private static byte[] changed(byte[] message, Consumer<ByteBuffer> change) {
        byte[] changed = message.clone();
        change.accept(ByteBuffer.wrap(changed));
        return changed;
    }

    private static <T> void refused(Code code, Function<T, ?> reader, T message) {
        assertEquals(
                code,
                assertThrows(RetrievalException.class, () -> reader.apply(message))
                        .code());
    }
}
