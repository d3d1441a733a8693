package dev.cloister.inference.llama;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.util.Map;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/**
 * Refuses a library whose structs are not the ones that {@link StructLayouts} describes: a struct by value that
 * differs would silently corrupt memory. The functions that return default parameters are called over two fill
 * patterns; the last byte that both overwrite alike is the struct's true extent, and known defaults must lie at their
 * offsets.
 *
 * @param version what the library must call itself, as a prefix
 * @param commit the commit it must be built from, as a prefix
 * @param modelParamsExtent bytes that the library writes of llama_model_params
 * @param contextParamsExtent bytes that the library writes of llama_context_params
 * @param contextDefaults 32-bit defaults of llama_context_params by offset
 */
record LayoutGuard(
        String version,
        String commit,
        int modelParamsExtent,
        int contextParamsExtent,
        Map<Integer, Integer> contextDefaults) {

    /** The one release that this binding is written for. */
    static final LayoutGuard PINNED = new LayoutGuard(
            "0.5.0",
            "0ad4a86",
            78,
            160,
            Map.ofEntries(
                    Map.entry(0, 512),
                    Map.entry(4, 2048),
                    Map.entry(8, 512),
                    Map.entry(12, 1),
                    Map.entry(16, 0),
                    Map.entry(20, 0),
                    Map.entry(24, 1),
                    Map.entry(28, 4),
                    Map.entry(32, 4),
                    Map.entry(36, 0),
                    Map.entry(40, -1),
                    Map.entry(44, -1),
                    Map.entry(48, -1),
                    Map.entry(52, -1),
                    Map.entry(104, 1),
                    Map.entry(108, 1)));

    private static final int[] CONTEXT_FLOATS_AT_MINUS_ONE = {64, 68, 72, 76, 84};
    private static final byte[] CONTEXT_FLAGS = {0, 1, 1, 1, 1, 0};
    private static final int CONTEXT_FLAGS_OFFSET = 128;

    /** ggml's own count of tensor types stands for "none chosen". */
    private static final int NUMBER_OF_TYPES = 43;

    private static final long QUANTIZE_BUFFER_BYTES = 8L << 30;

    /** Returns the library's version and commit, or throws LIBRARY_MISMATCH. */
    String check(Symbols symbols) {
        String foundVersion = Symbols.string(Downcall.call(() -> (MemorySegment) symbols.version.invokeExact()));
        String foundCommit = Symbols.string(Downcall.call(() -> (MemorySegment) symbols.commit.invokeExact()));
        require(foundVersion.startsWith(version), "its version is " + foundVersion + ", not " + version);
        require(foundCommit.startsWith(commit), "its commit is " + foundCommit + ", not " + commit);
        try (Arena arena = Arena.ofConfined()) {
            requireExtent("llama_model_params", modelParamsExtent, extent(symbols.modelDefaults, arena));
            requireExtent("llama_context_params", contextParamsExtent, extent(symbols.contextDefaults, arena));
            requireExtent(
                    "llama_model_quantize_params",
                    StructLayouts.QUANTIZE_PARAMS_BYTES,
                    extent(symbols.quantizeDefaults, arena));
            requireQuantizeDefaults(defaults(symbols.quantizeDefaults, arena, (byte) 0));
            requireModelDefaults(defaults(symbols.modelDefaults, arena, (byte) 0));
            requireContextDefaults(defaults(symbols.contextDefaults, arena, (byte) 0));
        }
        return foundVersion + " (" + foundCommit + ")";
    }

    private void requireContextDefaults(MemorySegment params) {
        contextDefaults.forEach((offset, value) ->
                require(params.get(JAVA_INT, offset) == value, "llama_context_params differs at offset " + offset));
        for (int offset : CONTEXT_FLOATS_AT_MINUS_ONE) {
            require(
                    Float.compare(params.get(JAVA_FLOAT, offset), -1f) == 0,
                    "llama_context_params differs at offset " + offset);
        }
        byte[] flags =
                params.asSlice(CONTEXT_FLAGS_OFFSET, CONTEXT_FLAGS.length).toArray(JAVA_BYTE);
        require(java.util.Arrays.equals(flags, CONTEXT_FLAGS), "the flags of llama_context_params differ");
    }

    private static void requireModelDefaults(MemorySegment params) {
        require(
                params.get(JAVA_INT, 16) == -1
                        && params.get(JAVA_INT, 20) == 1
                        && params.get(JAVA_INT, 24) == -1
                        && params.get(JAVA_INT, 28) == 1
                        && params.get(JAVA_BYTE, StructLayouts.MODEL_CHECK_TENSORS) == 0
                        && params.get(JAVA_BYTE, 74) == 1,
                "the defaults of llama_model_params differ");
    }

    private static void requireQuantizeDefaults(MemorySegment params) {
        require(
                params.get(JAVA_INT, StructLayouts.QUANTIZE_THREADS) == 0
                        && params.get(JAVA_INT, StructLayouts.QUANTIZE_TYPE) == 7
                        && params.get(JAVA_INT, StructLayouts.QUANTIZE_OUTPUT_TYPE) == NUMBER_OF_TYPES
                        && params.get(JAVA_INT, StructLayouts.QUANTIZE_EMBEDDING_TYPE) == NUMBER_OF_TYPES
                        && params.get(JAVA_INT, StructLayouts.QUANTIZE_FROM_QUANTIZED) == 0x0100
                        && params.get(JAVA_LONG, StructLayouts.QUANTIZE_BUFFER) == QUANTIZE_BUFFER_BYTES,
                "the defaults of llama_model_quantize_params differ");
    }

    private static int extent(MethodHandle defaults, Arena arena) {
        byte[] first = defaults(defaults, arena, (byte) 0xA5).toArray(JAVA_BYTE);
        byte[] second = defaults(defaults, arena, (byte) 0x5A).toArray(JAVA_BYTE);
        int end = 0;
        for (int i = 0; i < first.length; i++) {
            if (first[i] == second[i]) {
                end = i + 1;
            }
        }
        return end;
    }

    private static MemorySegment defaults(MethodHandle handle, Arena arena, byte fill) {
        SegmentAllocator filled =
                (bytes, alignment) -> arena.allocate(bytes, alignment).fill(fill);
        return Downcall.call(() -> (MemorySegment) handle.invokeExact(filled));
    }

    private static void requireExtent(String struct, int expected, int found) {
        require(found == expected, struct + " has " + found + " bytes, not " + expected);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new EngineException(
                    Code.LIBRARY_MISMATCH,
                    "The native library is not the pinned release: " + what + ". Delete it and fetch it again.");
        }
    }
}
