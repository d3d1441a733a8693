package dev.cloister.inference.llama;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

import static java.lang.foreign.ValueLayout.JAVA_INT;

/** The scheduling priority of single threads, which Java's own setting does not reach without privileges on Linux. */
public final class ThreadPriority {

    /** The share of a core that is left beside a thread of ordinary priority: about a thirtieth (sched(7)). */
    private static final int BACKGROUND = 15;

    private static final int CALLING_THREAD = 0;

    private static final MethodHandle SET = Symbols.LINKER.downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("setpriority"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));

    private ThreadPriority() {}

    /** Lowers the calling thread's priority for good, that of the threads it starts included. */
    public static boolean yieldToOthers() {
        return Downcall.call(() -> (int) SET.invokeExact(0, CALLING_THREAD, BACKGROUND)) == 0;
    }
}
