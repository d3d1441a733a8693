package dev.cloister.retrieval.federation.node;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import dev.cloister.retrieval.federation.offer.Entry;
import dev.cloister.retrieval.federation.offer.Snapshot;
import dev.cloister.retrieval.ring.Quantisation;
import dev.cloister.retrieval.ring.QueryShape;
import dev.cloister.retrieval.ring.RingParameters;
import dev.cloister.retrieval.ring.RingScoring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OfferedSnapshotsTest {

    @TempDir
    private Path folder;

    @Test
    void aSnapshotThatTheHeapDoesNotHoldSaysWhichHeapWould() {
        Snapshot snapshot = snapshot();
        long bytes = EncodedMemory.of(snapshot.offer());
        QueryShape shape = new QueryShape(RingParameters.STANDARD, 384, 96);
        OfferedSnapshots small = new OfferedSnapshots(folder, new RingScoring(1), bytes - 1);
        RetrievalException refused = assertThrows(RetrievalException.class, () -> small.encoded(snapshot, shape));
        assertEquals(Code.FEDERATION_MEMORY_SHORT, refused.code());
        assertTrue(
                String.valueOf(refused.getMessage()).contains("--memory " + EncodedMemory.heapFor(bytes)),
                refused.getMessage());
        OfferedSnapshots enough = new OfferedSnapshots(folder, new RingScoring(1), bytes);
        assertSame(enough.encoded(snapshot, shape), enough.encoded(snapshot, shape));
    }

    @Test
    void theHeapThatIsNamedHoldsTwiceWhatIsEncoded() {
        assertEquals("1000m", EncodedMemory.heapFor(450L << 20));
        assertEquals("1100m", EncodedMemory.heapFor((450L << 20) + 1));
    }

    @Test
    void aSnapshotOfAnotherFormatIsOfferedNoLonger() throws IOException {
        Snapshot snapshot = snapshot();
        String id = snapshot.offer().snapshot();
        Path offer = folder.resolve(id).resolve("offer.json");
        Files.writeString(offer, Files.readString(offer).replace("\"format\" : 2", "\"format\" : 1"));
        OfferedSnapshots snapshots = new OfferedSnapshots(folder, new RingScoring(1), Long.MAX_VALUE);
        RetrievalException gone = assertThrows(RetrievalException.class, () -> snapshots.encodeAhead(id));
        assertEquals(Code.FEDERATION_OFFER_GONE, gone.code());
        assertTrue(String.valueOf(gone.getMessage()).contains("invite it again"), gone.getMessage());
    }

    private Snapshot snapshot() {
        float[] vector = new float[384];
        vector[0] = 1;
        return Snapshot.write(
                folder,
                "Books",
                List.of(new Entry("Book", "Words", vector)),
                "model",
                Quantisation.of(384),
                RingParameters.STANDARD,
                List.of(96),
                0,
                new SecureRandom());
    }
}
