package dev.cloister.sandbox.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The calls of Linux on x86-64 that the starter needs and Java lacks; each throws where the kernel says no. */
public final class HostCalls {

    private static final int NO_SUCH_FILE = 2;
    private static final int LINK = 40;

    private static final long CLOSE = 3;
    private static final long MKNOD = 133;
    private static final long MOUNT = 165;
    private static final long UMOUNT = 166;
    private static final long OPENAT2 = 437;

    private static final long PIPE_FOR_OWNER = 0010000 | 0600;
    private static final long BIND_ALL_BELOW = 4096 | 16384;
    private static final long READ_ONLY_AGAIN = 4096 | 32 | 1;
    private static final long NO_RIGHTS_NO_DEVICES = 2 | 4;
    private static final long DETACH = 2;
    private static final long AT_WORKING_FOLDER = -100;
    private static final long PATH_ONLY_CLOSED_ON_EXEC = 0x200000 | 0x80000;
    private static final long NO_LINKS = 0x02 | 0x04;
    private static final long HOW_BYTES = 24;

    private final RawSystemCall calls = new RawSystemCall();

    /** Opens a path of which no part is a link, openat2(2), as a handle on what lies there now. */
    public int open(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(HOW_BYTES, Long.BYTES);
            how.set(ValueLayout.JAVA_LONG, 0, PATH_ONLY_CLOSED_ON_EXEC);
            how.set(ValueLayout.JAVA_LONG, 2 * Long.BYTES, NO_LINKS);
            return (int)
                    call("open", path, OPENAT2, AT_WORKING_FOLDER, address(arena, path), how.address(), HOW_BYTES, 0);
        }
    }

    /** Lets go of a handle. */
    public void close(int descriptor) throws IOException {
        call("close", Path.of(Integer.toString(descriptor)), CLOSE, descriptor, 0, 0, 0, 0);
    }

    /** Makes a named pipe that its owner may use, mknod(2). */
    public void pipe(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            call("make", path, MKNOD, address(arena, path), PIPE_FOR_OWNER, 0, 0, 0);
        }
    }

    /** Mounts one place at another as well, mount(2). */
    public void bind(Path from, Path to) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            mount(to, address(arena, from), address(arena, to), 0, BIND_ALL_BELOW, 0);
        }
    }

    /** Makes a place that something was mounted at read-only. */
    public void protect(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            mount(path, 0, address(arena, path), 0, READ_ONLY_AGAIN, 0);
        }
    }

    /** Mounts an empty folder over another, which anybody may pass through. */
    public void cover(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long type = arena.allocateFrom("tmpfs").address();
            long options = arena.allocateFrom("mode=0755").address();
            mount(path, type, address(arena, path), type, NO_RIGHTS_NO_DEVICES, options);
        }
    }

    /** Takes a mount away, once nothing in it is used any more. */
    public void unmount(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            call("unmount", path, UMOUNT, address(arena, path), DETACH, 0, 0, 0);
        }
    }

    private void mount(Path path, long source, long target, long type, long flags, long options) throws IOException {
        call("mount", path, MOUNT, source, target, type, flags, options);
    }

    private synchronized long call(String what, Path path, long number, long a, long b, long c, long d, long e)
            throws IOException {
        long result = calls.call(number, a, b, c, d, e, 0);
        if (result == -NO_SUCH_FILE) {
            throw new NoSuchFileException(path.toString());
        }
        if (result == -LINK) {
            throw new IOException(path + " holds a link, which root does not follow here");
        }
        if (result < 0) {
            throw new IOException("cannot " + what + " " + path + " (error " + -result + ")");
        }
        return result;
    }

    private static long address(Arena arena, Path path) {
        return arena.allocateFrom(path.toString()).address();
    }
}
