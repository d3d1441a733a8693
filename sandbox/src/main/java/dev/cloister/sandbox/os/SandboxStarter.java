package dev.cloister.sandbox.os;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What every tier does around its own command: the user id, the ownership of mounts and the control group, taken before the
 * start and given back after the end.
 */
final class SandboxStarter {

    /**
     * All sandboxes are started from one thread that never ends: the kernel's "die with parent" means the thread that
     * forked, so a sandbox started from a request's thread would end with that thread.
     */
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sandbox-starter").factory());

    private final HostUser host;
    private final UserIds userIds;
    private final ControlGroups groups = ControlGroups.find();

    SandboxStarter(HostUser host) {
        this.host = host;
        this.userIds = new UserIds(host);
    }

    /** Says how a sandbox is started. */
    @FunctionalInterface
    interface Command {

        /**
         * The words, the first a program.
         *
         * @param group what the first process enters before anything else
         * @param userId the sandbox's own, where there is one to give
         */
        List<String> of(ControlGroup group, OptionalInt userId) throws IOException;
    }

    HostUser host() {
        return host;
    }

    ControlGroups groups() {
        return groups;
    }

    /** Starts it; throws as {@link PipedTier#launch} does. */
    Process start(SandboxSpec spec, Pipes pipes, Handover handover, ControlGroups.Overhead overhead, Command command)
            throws IOException {
        MountRules.check(spec);
        ControlGroup group = groups.make(spec, overhead);
        try {
            Process process = start(spec, pipes, handover, group, command);
            var unused = process.onExit().thenRun(group::remove);
            return process;
        } catch (IOException | RuntimeException e) {
            group.remove();
            throw e;
        }
    }

    private Process start(SandboxSpec spec, Pipes pipes, Handover handover, ControlGroup group, Command command)
            throws IOException {
        if (!host.givesIds()) {
            return start(command.of(group, OptionalInt.empty()), pipes);
        }
        int id = userIds.take();
        try {
            for (Mount mount : spec.mounts()) {
                if (mount.writable()) {
                    handover.give(mount, id);
                } else {
                    Ownership.requireReadable(mount.host());
                }
            }
            Process process = start(command.of(group, OptionalInt.of(id)), pipes);
            var unused = process.onExit().thenRun(() -> userIds.release(id));
            return process;
        } catch (IOException | RuntimeException e) {
            userIds.release(id);
            throw e;
        }
    }

    private static Process start(List<String> command, Pipes pipes) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(pipes.input())
                .redirectOutput(pipes.output())
                .redirectError(pipes.errors());
        builder.environment().clear();
        return onStarter(builder::start);
    }

    private static Process onStarter(Callable<Process> start) throws IOException {
        try {
            return STARTER.submit(start).get();
        } catch (ExecutionException e) {
            throw new IOException("The sandbox's process could not be started", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a sandbox was started", e);
        }
    }
}
