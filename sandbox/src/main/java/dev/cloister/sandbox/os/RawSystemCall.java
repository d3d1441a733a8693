package dev.cloister.sandbox.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** libc's {@code syscall(2)}, for what Java has no method for. */
final class RawSystemCall {

    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final MethodHandle SYSCALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG),
                    Linker.Option.firstVariadicArg(1),
                    Linker.Option.captureCallState("errno"));

    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final MemorySegment state = Arena.global().allocate(Linker.Option.captureStateLayout());

    /** The result, or the negative error number. */
    long call(long number, long a, long b, long c, long d, long e, long f) {
        try {
            long result = (long) SYSCALL.invokeExact(state, number, a, b, c, d, e, f);
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable t) {
            throw new IllegalStateException("syscall(2) cannot be called", t);
        }
    }

    /** Whether the filter, and not a bad argument, refuses the call. */
    boolean refused(long number, long a, long b, long c) {
        long result = call(number, a, b, c, 0, 0, 0);
        return result == -EPERM || result == -ENOSYS;
    }
}
