package dev.cloister.inference.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Deque;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

/** Keeps the library quiet: the last few warnings are held for error messages, nothing is printed. */
final class NativeLog {

    private static final int WARNING = 3;
    private static final int KEPT = 8;
    private static final Deque<String> LINES = new ArrayDeque<>();

    private NativeLog() {}

    static void install(Symbols symbols) {
        MemorySegment stub = Downcall.call(() -> Symbols.LINKER.upcallStub(
                MethodHandles.lookup()
                        .findStatic(
                                NativeLog.class,
                                "receive",
                                MethodType.methodType(void.class, int.class, MemorySegment.class, MemorySegment.class)),
                FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS),
                Arena.global()));
        Downcall.call(() -> {
            symbols.logSet.invokeExact(stub, MemorySegment.NULL);
            return true;
        });
    }

    /** The kept lines in one, and none afterwards. */
    static String drain() {
        synchronized (LINES) {
            String all = String.join(" ", LINES).strip();
            LINES.clear();
            return all;
        }
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
    private static void receive(int level, MemorySegment text, MemorySegment userData) {
        try {
            if (level >= WARNING) {
                keep(Symbols.string(text).strip());
            }
        } catch (Throwable e) {
            // An exception that leaves an upcall ends the process; a lost log line does not matter.
            return;
        }
    }

    private static void keep(String line) {
        synchronized (LINES) {
            LINES.addLast(line);
            if (LINES.size() > KEPT) {
                LINES.removeFirst();
            }
        }
    }
}
