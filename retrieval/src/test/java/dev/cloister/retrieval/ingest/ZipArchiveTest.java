package dev.cloister.retrieval.ingest;

import dev.cloister.retrieval.RetrievalException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class ZipArchiveTest {

    private static final int CENTRAL = 0x02014b50;
    private static final byte[] SONG = "la la la la la la la la".getBytes(StandardCharsets.UTF_8);

    @Test
    void readsAnEntryAndNoneThatIsNotThere() throws IOException {
        ZipArchive archive = ZipArchive.of(SmallDocx.zip(Map.of("song", SONG)));
        assertArrayEquals(SONG, archive.read("song").orElseThrow());
        assertTrue(archive.read("dance").isEmpty());
    }

    @Test
    void refusesTooManyEntriesByTheCountAlone() {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        for (int i = 0; i <= ZipArchive.MAX_ENTRIES; i++) {
            parts.put("part" + i, new byte[0]);
        }
        assertThrows(RetrievalException.class, () -> ZipArchive.of(SmallDocx.zip(parts)));
    }

    @Test
    void refusesARatioAndATotalThatTheDirectoryStates() {
        byte[] zip = SmallDocx.zip(Map.of("song", SONG));
        assertThrows(RetrievalException.class, () -> ZipArchive.of(with(zip, 24, 1024 * 1024)));
        assertThrows(RetrievalException.class, () -> ZipArchive.of(with(zip, 24, Integer.MAX_VALUE)));
    }

    @Test
    void stopsAtTheStatedSizeWhereMoreComesOut() throws IOException {
        ZipArchive liar = ZipArchive.of(with(SmallDocx.zip(Map.of("song", SONG)), 24, 5));
        assertThrows(IOException.class, () -> liar.read("song"));
    }

    @Test
    void refusesEncryptedEntriesAndEntriesThatShareBytes() {
        byte[] encrypted = SmallDocx.zip(Map.of("song", SONG));
        encrypted[directory(encrypted) + 8] |= 1;
        assertThrows(IOException.class, () -> ZipArchive.of(encrypted));
        byte[] pair = SmallDocx.zip(Map.of("aaaa", SONG, "bbbb", SONG));
        int first = directory(pair);
        // The first entry claims the second one's bytes as well.
        ByteBuffer bytes = ByteBuffer.wrap(pair).order(ByteOrder.LITTLE_ENDIAN);
        int second = first + 46 + 4;
        boolean firstLiesFirst = bytes.getInt(first + 42) == 0;
        int claimant = firstLiesFirst ? first : second;
        bytes.putInt(claimant + 20, bytes.getInt(claimant + 20) + 20);
        IOException refusal = assertThrows(IOException.class, () -> ZipArchive.of(pair));
        assertTrue(refusal.toString().contains("share"), refusal::toString);
    }

    @Property(tries = 300)
    void anyDamageEndsInTheSameBytesOrARefusal(
            @ForAll @IntRange(max = 10_000) int place, @ForAll byte value, @ForAll @IntRange(max = 60) int cut) {
        byte[] zip = SmallDocx.zip(Map.of("song", SONG, "word", new byte[2000]));
        byte[] damaged = Arrays.copyOf(zip, zip.length - cut % 3 * (cut / 3));
        damaged[place % damaged.length] = value;
        try {
            assertArrayEquals(SONG, ZipArchive.of(damaged).read("song").orElse(SONG));
        } catch (IOException | RetrievalException refused) {
            // What is damaged may be refused; nothing else may happen.
        }
    }

    private static byte[] with(byte[] zip, int field, int value) {
        byte[] changed = zip.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(directory(zip) + field, value);
        return changed;
    }

    private static int directory(byte[] zip) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (bytes.getInt(at) != CENTRAL) {
            at++;
        }
        return at;
    }
}
