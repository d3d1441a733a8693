package dev.cloister.retrieval.ingest;

import dev.cloister.retrieval.ingest.ParserProtocol.Answer;
import dev.cloister.retrieval.ingest.ParserProtocol.Request;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class ParserProtocolTest {

    private static final Answer ANSWER = new Answer(ParserProtocol.PARSED, List.of("one", "", "größe"));

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertEquals(ANSWER, read(written(ANSWER)));
        Answer unreadable = new Answer(ParserProtocol.UNREADABLE, List.of());
        assertEquals(unreadable, read(written(unreadable)));
    }

    @Test
    void aRequestArrivesAsItWasSent() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ParserProtocol.write(new DataOutputStream(bytes), new Request(DocumentType.PDF, new byte[] {1, 2}));
        Request request =
                ParserProtocol.readRequest(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertEquals(DocumentType.PDF, request.type());
        assertEquals(List.of((byte) 1, (byte) 2), List.of(request.content()[0], request.content()[1]));
    }

    @Test
    void everyCutAnswerIsRefused() throws IOException {
        byte[] whole = written(ANSWER);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(IOException.class, () -> read(cut));
        }
        assertThrows(IOException.class, () -> read(Arrays.copyOf(whole, whole.length + 1)));
    }

    @Property(tries = 500)
    void aDamagedAnswerIsReadWithinTheCapsOrRefused(
            @ForAll @Size(min = 1, max = 4) List<Byte> positions, @ForAll byte value) throws IOException {
        byte[] damaged = written(ANSWER);
        for (byte position : positions) {
            damaged[Math.floorMod(position, damaged.length)] = value;
        }
        Optional<Answer> answer = readOrRefuse(damaged);
        answer.ifPresent(read -> assertEquals(damaged.length, writtenUnchecked(read).length));
    }

    private static Optional<Answer> readOrRefuse(byte[] bytes) {
        try {
            return Optional.of(read(bytes));
        } catch (IOException refused) {
            return Optional.empty();
        }
    }

    private static Answer read(byte[] bytes) throws IOException {
        return ParserProtocol.readAnswer(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static byte[] written(Answer answer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ParserProtocol.write(new DataOutputStream(bytes), answer);
        return bytes.toByteArray();
    }

    private static byte[] writtenUnchecked(Answer answer) {
        try {
            return written(answer);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
