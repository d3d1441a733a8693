package dev.cloister.inference;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A process and all that it may touch.
 *
 * @param name what it is, for messages and process lists
 * @param command the program and its arguments
 * @param environment the whole environment
 * @param readable files and folders mounted read-only at their own path, beside the system's read-only root
 * @param writable files and folders mounted read-write at their own path
 * @param limits what it may use
 * @param unixSockets whether it may connect to Unix sockets that lie in a mounted folder
 */
public record ProcessSpec(
        String name,
        List<String> command,
        Map<String, String> environment,
        List<Path> readable,
        List<Path> writable,
        Limits limits,
        boolean unixSockets) {

    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        readable = List.copyOf(readable);
        writable = List.copyOf(writable);
    }

    /**
     * What a process may use.
     *
     * @param memoryBytes private memory of each process
     * @param processes processes and threads at once
     * @param cpu CPU time over the whole life of each process
     * @param openFiles descriptors of each process
     * @param fileBytes largest file that it may write
     */
    public record Limits(long memoryBytes, int processes, Duration cpu, int openFiles, long fileBytes) {}
}
