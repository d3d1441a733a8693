package dev.cloister.inference.llama;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

import static java.lang.foreign.ValueLayout.JAVA_INT;

/**
 * Ends a process that may be decoding. {@link Runtime#halt} still runs the exit handlers of native libraries, which free
 * what a running decode reads: now and then the process then dies of SIGSEGV, too late for the JVM to write why.
 */
public final class ProcessEnd {

    private static final MethodHandle EXIT = Symbols.LINKER.downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("_exit"), FunctionDescriptor.ofVoid(JAVA_INT));

    private ProcessEnd() {}

    /** Ends this process at once, without any handler (POSIX {@code _exit}). */
    public static void now(int status) {
        Downcall.call(() -> {
            EXIT.invokeExact(status);
            return true;
        });
    }
}
