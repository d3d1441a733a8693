package dev.cloister.inference.worker;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import dev.cloister.inference.gguf.GgufWriter;
import dev.cloister.inference.gguf.TinyModel;
import dev.cloister.inference.llama.NativeFiles;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DamagedModelTest {

    private static final GgufWriter WRITER = TinyModel.writer();
    private static final byte[] MODEL = WRITER.bytes();
    private static final long[] EXTREMES = {
        0, 1, -1, 12, 0x7fffffffL, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE
    };

    private static Path folder = Path.of("");
    private static LoaderProcess loader = new LoaderProcess(folder);
    private static final Map<String, Integer> SEEN = new TreeMap<>();

    @BeforeContainer
    static void start() throws Exception {
        folder = Files.createTempDirectory("damaged");
        loader = new LoaderProcess(folder);
        assertEquals("WORKS", tried(MODEL));
    }

    @AfterContainer
    static void stop() throws IOException {
        loader.close();
        System.out.println("damaged models: " + SEEN);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Property(tries = 600)
    void endsWithACodeWhateverNumberOfTheHeaderIsWrong(
            @ForAll @IntRange(max = 1_000_000) int field, @ForAll @IntRange(max = 8) int extreme) throws Exception {
        int place = WRITER.numbers().get(field % WRITER.numbers().size());
        byte[] damaged = MODEL.clone();
        byte[] value = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(EXTREMES[extreme])
                .array();
        System.arraycopy(value, 0, damaged, place / 16, place % 16);
        assertOutcome(damaged);
    }

    @Property(tries = 300)
    void endsWithACodeWhateverBytesAreWrong(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int count)
            throws Exception {
        Random random = new Random(seed);
        byte[] damaged = MODEL.clone();
        for (int i = 0; i < count; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        assertOutcome(damaged);
    }

    @Property(tries = 150)
    void endsWithACodeWhereverTheFileEnds(@ForAll @IntRange(max = 1_000_000) int length) throws Exception {
        String outcome = tried(Arrays.copyOf(MODEL, length % MODEL.length));
        SEEN.merge("cut: " + outcome, 1, Integer::sum);
        assertEquals("MODEL_INVALID", outcome);
    }

    private static void assertOutcome(byte[] damaged) throws Exception {
        String outcome = tried(damaged);
        SEEN.merge(outcome, 1, Integer::sum);
        assertTrue(
                outcome.equals("WORKS")
                        || outcome.equals("MODEL_INVALID")
                        || outcome.equals("MODEL_UNSUPPORTED")
                        || outcome.equals("ENGINE_UNAVAILABLE")
                        || outcome.equals(LoaderProcess.ENDED),
                outcome);
        if (outcome.equals(LoaderProcess.ENDED)) {
            assertMadeInvalid(damaged);
        }
    }

    /** What ends the process is told as the file's fault, and this process goes on. */
    private static void assertMadeInvalid(byte[] damaged) throws IOException {
        EngineException refused = assertThrows(EngineException.class, () -> start(folder, damaged));
        assertEquals(Code.MODEL_INVALID, refused.code(), refused.getMessage());
    }

    private static String tried(byte[] model) throws Exception {
        return loader.load(Files.write(folder.resolve("model.gguf"), model));
    }

    static void start(Path folder, byte[] model) throws IOException {
        Path file = Files.write(folder.resolve("worker.gguf"), model);
        new WorkerEngine(
                        RealWorker.settings(folder).withModel(file, "tiny", NativeFiles.sha256(file)),
                        new PlainLauncher())
                .close();
    }
}
