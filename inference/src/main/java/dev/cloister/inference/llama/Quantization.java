package dev.cloister.inference.llama;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.file.Path;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/** The library's conversion of model files. It may end the process: use {@code quantize.Quantizer}. */
final class Quantization {

    private static final long BUFFER_BYTES = 512L << 20;

    private Quantization() {}

    static void run(Symbols symbols, Path source, Path target, WeightType type, int threads) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = Downcall.call(
                            () -> (MemorySegment) symbols.quantizeDefaults.invokeExact((SegmentAllocator) arena))
                    .asSlice(0, StructLayouts.QUANTIZE_PARAMS_BYTES);
            params.set(JAVA_INT, StructLayouts.QUANTIZE_THREADS, threads);
            params.set(JAVA_INT, StructLayouts.QUANTIZE_TYPE, type.code());
            params.set(JAVA_BYTE, StructLayouts.QUANTIZE_FROM_QUANTIZED, (byte) 1);
            params.set(JAVA_LONG, StructLayouts.QUANTIZE_BUFFER, BUFFER_BYTES);
            MemorySegment in = arena.allocateFrom(source.toString());
            MemorySegment out = arena.allocateFrom(target.toString());
            NativeLog.drain();
            int code = Downcall.call(() -> (int) symbols.quantize.invokeExact(in, out, params));
            if (code != 0) {
                throw new EngineException(
                        Code.MODEL_INVALID,
                        "The library cannot convert %s to %s (%s)."
                                .formatted(source.getFileName(), type, NativeLog.drain()));
            }
        }
    }
}
