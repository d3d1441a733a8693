package dev.cloister.sandbox.os;

import dev.cloister.inference.ProcessSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process and all that it may touch; more than {@link ProcessSpec} says, since mounts may lie elsewhere inside.
 *
 * @param name what it is, for messages
 * @param command the program and its arguments; the program is looked for inside the sandbox
 * @param environment the whole environment
 * @param mounts what it sees beside the read-only system
 * @param limits what it may use
 * @param temporaryBytes most bytes in {@code /tmp}, which lies in memory
 * @param unixSockets whether it may make Unix sockets; no other kind is ever allowed
 * @param reservedBytes what a process may map beyond its memory without ever using it, granted only where the memory of the
 *     whole sandbox is bounded: {@link SandboxTier#boundsTotal()}
 */
public record SandboxSpec(
        String name,
        List<String> command,
        Map<String, String> environment,
        List<Mount> mounts,
        ProcessSpec.Limits limits,
        long temporaryBytes,
        boolean unixSockets,
        long reservedBytes) {

    /** What {@code /tmp} holds at most where nothing else is said. */
    public static final long TEMPORARY_BYTES = 64L << 20;

    public SandboxSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        mounts = List.copyOf(mounts);
    }

    /** Without any reserve. */
    public SandboxSpec(
            String name,
            List<String> command,
            Map<String, String> environment,
            List<Mount> mounts,
            ProcessSpec.Limits limits,
            long temporaryBytes,
            boolean unixSockets) {
        this(name, command, environment, mounts, limits, temporaryBytes, unixSockets, 0);
    }

    /** The same process with every path mounted where it lies. */
    public static SandboxSpec of(ProcessSpec spec) {
        List<Mount> mounts = new ArrayList<>();
        spec.readable().forEach(path -> mounts.add(Mount.readable(path)));
        spec.writable().forEach(path -> mounts.add(Mount.writable(path)));
        return new SandboxSpec(
                spec.name(),
                spec.command(),
                spec.environment(),
                mounts,
                spec.limits(),
                TEMPORARY_BYTES,
                spec.unixSockets());
    }
}
