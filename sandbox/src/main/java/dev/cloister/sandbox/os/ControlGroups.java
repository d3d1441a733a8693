package dev.cloister.sandbox.os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds what all processes of one sandbox use together, by a control group of its own below Cloister's, cgroups(7): in
 * version 1 as root, in version 2 where memory and pids are handed on to Cloister ({@code Delegate=} of a systemd service).
 *
 * <p>A group's name holds Cloister's process id, so that groups of an instance that was killed are known for what they are
 * and removed at the next start.
 */
final class ControlGroups {

    private static final String PREFIX = "cloister-spoke-";

    private static final Overhead LEAST = new Overhead(1L << 20, 1);

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final List<GroupController> controllers;
    private final Optional<String> absence;

    private ControlGroups(List<GroupController> controllers, Optional<String> absence) {
        this.controllers = List.copyOf(controllers);
        this.absence = absence;
    }

    /**
     * What a tier uses beside the command.
     *
     * @param bytes memory of its own processes, and the kernel's: stacks, page tables, sockets
     * @param processes its own processes and threads
     */
    record Overhead(long bytes, int processes) {}

    /** Looks for a place, removes what an instance left there that is no more, and tries whether a group can be made. */
    static ControlGroups find() {
        try {
            GroupPlaces places = GroupPlaces.ofThisProcess();
            Optional<Path> memory = places.folder("memory");
            Optional<Path> pids = places.folder("pids");
            if (memory.isEmpty() || pids.isEmpty()) {
                return new ControlGroups(List.of(), Optional.of("no control groups are mounted here"));
            }
            List<GroupController> controllers =
                    List.of(GroupController.below("memory", memory.get()), GroupController.below("pids", pids.get()));
            for (GroupController controller : controllers) {
                controller.handOn();
                removeAbandoned(controller.parent());
            }
            ControlGroups groups = new ControlGroups(controllers, Optional.empty());
            groups.make(LEAST.bytes(), LEAST.processes()).remove();
            return groups;
        } catch (IOException e) {
            return new ControlGroups(
                    List.of(), Optional.of("no control group can be made here (" + e.getMessage() + ")"));
        }
    }

    /** Why there are none, if so. */
    Optional<String> absence() {
        return absence;
    }

    /**
     * A group for a sandbox: as much memory as one of its processes may have, its {@code /tmp}, the files that it maps, and
     * what the tier takes. Where there are none, a group that bounds nothing.
     */
    ControlGroup make(SandboxSpec spec, Overhead overhead) throws IOException {
        long bytes = spec.limits().memoryBytes() + spec.temporaryBytes() + overhead.bytes();
        for (Mount mount : spec.mounts()) {
            bytes += Files.isRegularFile(mount.host()) ? Files.size(mount.host()) : 0;
        }
        return make(bytes, spec.limits().processes() + overhead.processes());
    }

    private ControlGroup make(long bytes, int processes) throws IOException {
        String name = PREFIX + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        List<Path> made = new ArrayList<>();
        try {
            for (GroupController controller : controllers) {
                Path folder = controller.make(name, controller.name().equals("memory") ? bytes : processes);
                if (!made.contains(folder)) {
                    made.add(folder);
                }
            }
            return new ControlGroup(made);
        } catch (IOException e) {
            new ControlGroup(made).remove();
            throw e;
        }
    }

    private static void removeAbandoned(Path parent) throws IOException {
        List<Path> abandoned = new ArrayList<>();
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(parent, PREFIX + "[0-9]*-[0-9]*")) {
            for (Path group : groups) {
                String maker = group.getFileName().toString().split("-", -1)[2];
                if (ProcessHandle.of(Long.parseLong(maker)).isEmpty()) {
                    abandoned.add(group);
                }
            }
        }
        new ControlGroup(abandoned).remove();
    }
}
