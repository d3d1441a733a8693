package dev.cloister.inference.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The pinned native library, loaded into this process.
 *
 * <p>A failed assertion inside it ends the process, so it belongs into a worker of its own, with {@code
 * GGML_NO_BACKTRACE=1} in the environment.
 */
public final class LlamaLibrary {

    /** Folders whose backends are registered: the library keeps a list of them that it neither locks nor checks. */
    private static final Set<Path> REGISTERED = new HashSet<>();

    private final Symbols symbols;
    private final String version;

    private LlamaLibrary(Symbols symbols, String version) {
        this.symbols = symbols;
        this.version = version;
    }

    /**
     * Loads the library from a directory after checking its files, version and struct layouts.
     *
     * @throws dev.cloister.inference.EngineException LIBRARY_MISMATCH when it is not exactly the pinned release
     */
    public static LlamaLibrary load(Path directory) {
        NativeFiles.checkLibrary(directory);
        return load(directory, LayoutGuard.PINNED);
    }

    static LlamaLibrary load(Path directory, LayoutGuard guard) {
        Symbols symbols = new Symbols(directory);
        String version = guard.check(symbols);
        register(symbols, directory.toAbsolutePath());
        return new LlamaLibrary(symbols, version);
    }

    private static void register(Symbols symbols, Path directory) {
        synchronized (REGISTERED) {
            if (!REGISTERED.add(directory)) {
                return;
            }
            NativeLog.install(symbols);
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment path = arena.allocateFrom(directory.toString());
                Downcall.call(() -> {
                    symbols.loadBackends.invokeExact(path);
                    symbols.backendInit.invokeExact();
                    return true;
                });
            }
        }
    }

    /** Version and commit. */
    public String version() {
        return version;
    }

    /**
     * Loads a model; the caller has checked the file's hash, the library checks every tensor.
     *
     * @throws dev.cloister.inference.EngineException MODEL_INVALID when the library refuses the file
     */
    public LlamaModel loadModel(Path file) {
        return LlamaModel.load(symbols, file);
    }

    /**
     * Converts a model file; see {@code dev.cloister.inference.quantize.Quantizer}.
     *
     * @throws dev.cloister.inference.EngineException MODEL_INVALID when the library refuses the file
     */
    public void quantize(Path source, Path target, WeightType type, int threads) {
        Quantization.run(symbols, source, target, type, threads);
    }
}
