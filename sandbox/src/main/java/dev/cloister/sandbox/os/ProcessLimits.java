package dev.cloister.sandbox.os;

import dev.cloister.inference.ProcessSpec;
import java.nio.file.Path;
import java.util.List;

/** The limits of each process, getrlimit(2), which a sandbox's command sets itself before it has started. */
final class ProcessLimits {

    private ProcessLimits() {}

    /** The words before a command that runs within them. What is reserved is granted where the group bounds what is used. */
    static List<String> command(Path prlimit, SandboxSpec spec, ControlGroup group) {
        ProcessSpec.Limits limits = spec.limits();
        long data = limits.memoryBytes() + (group.bounds() ? spec.reservedBytes() : 0);
        long cpuSeconds = Math.max(1, limits.cpu().toSeconds());
        return List.of(
                prlimit.toString(),
                "--core=0:0",
                "--data=" + data + ":" + data,
                "--nproc=" + limits.processes() + ":" + limits.processes(),
                "--cpu=" + cpuSeconds + ":" + cpuSeconds,
                "--nofile=" + limits.openFiles() + ":" + limits.openFiles(),
                "--fsize=" + limits.fileBytes() + ":" + limits.fileBytes());
    }
}
