package dev.cloister.inference.llama;

import dev.cloister.inference.Downloads;
import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LlamaLibraryTest {

    private static final LayoutGuard PINNED = LayoutGuard.PINNED;

    @Test
    void refusesALibraryWhoseStructsOrVersionDiffer() {
        Map<Integer, Integer> defaults = new HashMap<>(PINNED.contextDefaults());
        defaults.put(4, 2049);
        for (LayoutGuard other : List.of(
                new LayoutGuard("0.6.0", PINNED.commit(), 78, 160, PINNED.contextDefaults()),
                new LayoutGuard("0.5.0", "1111111", 78, 160, PINNED.contextDefaults()),
                new LayoutGuard("0.5.0", PINNED.commit(), 86, 160, PINNED.contextDefaults()),
                new LayoutGuard("0.5.0", PINNED.commit(), 78, 152, PINNED.contextDefaults()),
                new LayoutGuard("0.5.0", PINNED.commit(), 78, 160, defaults))) {
            EngineException refused =
                    assertThrows(EngineException.class, () -> LlamaLibrary.load(Downloads.nativeDirectory(), other));
            assertEquals(Code.LIBRARY_MISMATCH, refused.code());
        }
    }

    @Test
    void refusesAFolderWithAChangedOrAddedFile(@TempDir Path folder) throws IOException {
        try (var files = Files.list(Downloads.nativeDirectory())) {
            for (Path file : files.toList()) {
                Files.createSymbolicLink(folder.resolve(file.getFileName()), file);
            }
        }
        NativeFiles.checkLibrary(folder);
        Path added = Files.writeString(folder.resolve("libggml-cpu-other.so"), "x");
        assertMismatch(folder, "libggml-cpu-other.so");
        Files.delete(added);
        Path changed = folder.resolve("libggml-base.so");
        byte[] bytes = Files.readAllBytes(changed);
        bytes[bytes.length / 2] ^= 1;
        Files.delete(changed);
        Files.write(changed, bytes);
        assertMismatch(folder, "libggml-base.so");
    }

    @Test
    void refusesBatchesThatTheLibraryWouldDieOf() {
        LlamaLibrary library = LlamaLibrary.load(Downloads.nativeDirectory());
        try (LlamaModel model = library.loadModel(Downloads.model());
                LlamaContext context = model.newContext(new ContextSettings(2, 64, 8, 1))) {
            assertThrows(IllegalArgumentException.class, context::decode);
            assertThrows(IllegalArgumentException.class, () -> context.add(2, 1, true));
            assertThrows(IllegalArgumentException.class, () -> context.add(0, -1, true));
            assertThrows(IllegalArgumentException.class, () -> context.add(0, context.vocabularySize(), true));
            context.begin();
            for (int i = 0; i < 8; i++) {
                context.add(0, 100 + i, i == 7);
            }
            assertThrows(IllegalArgumentException.class, () -> context.add(0, 1, true));
            float[] row = new float[context.vocabularySize()];
            assertThrows(IllegalArgumentException.class, () -> context.copyLogits(7, row));
            context.decode();
            context.copyLogits(7, row);
            assertThrows(IllegalArgumentException.class, () -> context.copyLogits(3, row));
            assertThrows(IllegalArgumentException.class, () -> context.copyLogits(8, row));
            assertTrue(Float.isFinite(row[0]));
        }
    }

    @Test
    void freesNothingTwiceOrTooEarly() {
        LlamaLibrary library = LlamaLibrary.load(Downloads.nativeDirectory());
        LlamaModel model = library.loadModel(Downloads.model());
        LlamaContext context = model.newContext(new ContextSettings(1, 64, 8, 1));
        assertThrows(IllegalStateException.class, model::close);
        context.begin();
        context.add(0, 1, true);
        context.decode();
        context.close();
        context.close();
        assertThrows(IllegalStateException.class, () -> context.add(0, 1, true));
        assertThrows(IllegalStateException.class, context::decode);
        assertThrows(IllegalStateException.class, () -> context.clear(0));
        assertThrows(IllegalStateException.class, () -> context.copyLogits(0, new float[context.vocabularySize()]));
        model.close();
        model.close();
        assertThrows(IllegalStateException.class, () -> model.tokenize("x", false, false));
        assertThrows(IllegalStateException.class, () -> model.newContext(new ContextSettings(1, 64, 8, 1)));
    }

    @Test
    void closesAContextOnlyBetweenItsDecodes() throws Exception {
        LlamaLibrary library = LlamaLibrary.load(Downloads.nativeDirectory());
        try (LlamaModel model = library.loadModel(Downloads.model())) {
            for (int threads = 1; threads <= 2; threads++) {
                LlamaContext context = model.newContext(new ContextSettings(1, 512, 8, threads));
                CountDownLatch running = new CountDownLatch(3);
                FutureTask<Integer> decoding = new FutureTask<>(() -> {
                    for (int i = 0; i < 512; i++) {
                        context.begin();
                        context.add(0, 1, true);
                        context.decode();
                        running.countDown();
                    }
                    return 512;
                });
                Thread.ofPlatform().start(decoding);
                running.await();
                context.close();
                ExecutionException stopped = assertThrows(ExecutionException.class, decoding::get);
                assertTrue(stopped.getCause() instanceof IllegalStateException);
            }
        }
    }

    @Test
    void refusesAFileThatIsNoModel(@TempDir Path folder) throws IOException {
        Path noise = Files.write(folder.resolve("noise.gguf"), new byte[4096]);
        LlamaLibrary library = LlamaLibrary.load(Downloads.nativeDirectory());
        assertEquals(
                Code.MODEL_INVALID,
                assertThrows(EngineException.class, () -> library.loadModel(noise))
                        .code());
    }

    @Test
    void knowsItsVocabulary() {
        LlamaLibrary library = LlamaLibrary.load(Downloads.nativeDirectory());
        try (LlamaModel model = library.loadModel(Downloads.model())) {
            int[] end = model.tokenize("<|im_end|>", false, true);
            assertEquals(1, end.length);
            assertTrue(model.vocabulary().isControl(end[0]));
            assertTrue(model.vocabulary().endsGeneration(end[0]));
            assertFalse(model.vocabulary().isControl(model.tokenize("word", false, false)[0]));
            assertEquals(0, model.vocabulary().piece(end[0]).length);
        }
    }

    private static void assertMismatch(Path folder, String file) {
        EngineException refused = assertThrows(EngineException.class, () -> LlamaLibrary.load(folder));
        assertEquals(Code.LIBRARY_MISMATCH, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains(file));
    }
}
