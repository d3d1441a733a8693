package dev.cloister.retrieval.seal;

import dev.cloister.retrieval.RetrievalException;
import dev.cloister.retrieval.RetrievalException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The functions of {@code libsealc}, SEAL's C export (native/src/seal/c in its source). Each takes pointers and numbers and
 * returns a status, 0 for success; objects are made and given up by pointer.
 */
final class SealLibrary implements AutoCloseable {

    static final MemoryLayout POINTER = ValueLayout.ADDRESS;
    static final MemoryLayout U64 = ValueLayout.JAVA_LONG;
    static final MemoryLayout U8 = ValueLayout.JAVA_BYTE;
    static final MemoryLayout BOOL = ValueLayout.JAVA_BOOLEAN;
    static final MemoryLayout INT = ValueLayout.JAVA_INT;

    private static final int MAJOR = 4;
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

    private final Arena arena = Arena.ofShared();
    private final SymbolLookup symbols;
    private final Map<String, MethodHandle> functions = new ConcurrentHashMap<>();

    /**
     * Opens the library.
     *
     * @throws RetrievalException SEAL_UNAVAILABLE where the file is missing, no libsealc, or not of version 4
     */
    SealLibrary(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new RetrievalException(
                    Code.SEAL_UNAVAILABLE, "There is no library " + file + "; deploy/seal/build.sh makes one.");
        }
        try {
            requireElf(file);
            symbols = SymbolLookup.libraryLookup(file, arena);
        } catch (IllegalArgumentException | IOException e) {
            arena.close();
            throw new RetrievalException(Code.SEAL_UNAVAILABLE, file + " cannot be loaded.", e);
        }
        int major = version();
        if (major != MAJOR) {
            arena.close();
            throw new RetrievalException(
                    Code.SEAL_UNAVAILABLE, file + " is SEAL " + major + "; version " + MAJOR + " is what is known.");
        }
    }

    /** The JVM tells of what is no library at length, on standard output; so it is not asked. */
    private static void requireElf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            if (!Arrays.equals(in.readNBytes(ELF.length), ELF)) {
                throw new IOException(file + " is no shared object");
            }
        }
    }

    private int version() {
        try (Arena local = Arena.ofConfined()) {
            MemorySegment result = local.allocate(1);
            call("Version_Major", new MemoryLayout[] {POINTER}, result);
            return result.get(ValueLayout.JAVA_BYTE, 0);
        }
    }

    /** The function of that name, bound once. */
    MethodHandle function(String name, MemoryLayout... parameters) {
        return functions.computeIfAbsent(name, key -> {
            MemorySegment address = symbols.find(key)
                    .orElseThrow(() -> new RetrievalException(
                            Code.SEAL_UNAVAILABLE, "The library does not export " + key + "; is it libsealc?"));
            return Linker.nativeLinker()
                    .downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_LONG, parameters));
        });
    }

    /** Calls a function and requires success. For calls whose time does not matter. */
    void call(String name, MemoryLayout[] parameters, Object... arguments) {
        long status;
        try {
            status = (long) function(name, parameters).invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("SEAL's " + name + " could not be called", e);
        }
        require(name, status);
    }

    static void require(String name, long status) {
        if (status != 0) {
            throw new IllegalStateException("SEAL's " + name + " failed with status 0x" + Long.toHexString(status));
        }
    }

    /** Calls a constructor whose last parameter receives the pointer to the new object. */
    MemorySegment create(String name, MemoryLayout[] parameters, Object... arguments) {
        try (Arena local = Arena.ofConfined()) {
            MemorySegment result = local.allocate(ValueLayout.ADDRESS);
            MemoryLayout[] all = Arrays.copyOf(parameters, parameters.length + 1);
            all[parameters.length] = POINTER;
            Object[] values = Arrays.copyOf(arguments, arguments.length + 1);
            values[arguments.length] = result;
            call(name, all, values);
            return result.get(ValueLayout.ADDRESS, 0);
        }
    }

    /** Gives up an object: {@code kind_Destroy}. */
    void destroy(String kind, MemorySegment object) {
        call(kind + "_Destroy", new MemoryLayout[] {POINTER}, object);
    }

    @Override
    public void close() {
        arena.close();
    }
}
