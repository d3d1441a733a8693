package dev.cloister.inference.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * The library's evaluation callback (ggml_backend_sched_eval_callback): asked of each node whether it is wanted, called
 * again once it is computed. Nothing is thrown into native code; what went wrong is kept for the decode's caller.
 */
final class TapUpcall {

    private static final int SINGLE_PRECISION = 0;

    private final Symbols symbols;
    private final TensorTap tap;
    private Optional<Throwable> failure = Optional.empty();
    private float[] values = {};

    TapUpcall(Symbols symbols, TensorTap tap) {
        this.symbols = symbols;
        this.tap = tap;
    }

    MemorySegment stub(Arena arena) {
        return Downcall.call(() -> Symbols.LINKER.upcallStub(
                MethodHandles.lookup()
                        .bind(
                                this,
                                "receive",
                                MethodType.methodType(
                                        boolean.class, MemorySegment.class, boolean.class, MemorySegment.class)),
                FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_BOOLEAN, ADDRESS),
                arena));
    }

    /** Throws what the tap threw since the last call. */
    void rethrow() {
        Optional<Throwable> thrown = failure;
        failure = Optional.empty();
        if (thrown.isPresent()) {
            throw new TapFailure(thrown.get());
        }
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
    private boolean receive(MemorySegment tensor, boolean asks, MemorySegment userData) {
        try {
            if (failure.isPresent()) {
                return !asks;
            }
            String name = Symbols.string((MemorySegment) symbols.tensorName.invokeExact(tensor));
            if (asks) {
                return tap.wants(name);
            }
            read(tensor);
            tap.take(name, values);
        } catch (Throwable e) {
            failure = Optional.of(e);
        }
        return !asks;
    }

    private void read(MemorySegment tensor) throws Throwable {
        int type = tensor.reinterpret(Integer.BYTES).get(JAVA_INT, 0);
        long count = (long) symbols.tensorElements.invokeExact(tensor);
        long bytes = (long) symbols.tensorBytes.invokeExact(tensor);
        if (type != SINGLE_PRECISION || bytes != count * Float.BYTES) {
            throw new IllegalStateException("a wanted tensor is not of single precision, one row after the other");
        }
        if (values.length != count) {
            values = new float[Math.toIntExact(count)];
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(JAVA_FLOAT, count);
            symbols.tensorGet.invokeExact(tensor, copy, 0L, bytes);
            MemorySegment.copy(copy, JAVA_FLOAT, 0, values, 0, values.length);
        }
    }
}
