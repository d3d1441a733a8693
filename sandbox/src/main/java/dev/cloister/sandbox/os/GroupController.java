package dev.cloister.sandbox.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One controller of cgroups(7), of either version.
 *
 * @param name {@code memory} or {@code pids}
 * @param parent the group below which groups with limits are made
 */
record GroupController(String name, Path parent) {

    /** Version 2 lets no group have both processes and children with limits, so Cloister itself moves in here. */
    private static final String OWN = "cloister-gateway";

    /** The controller where this process is in that group. */
    static GroupController below(String name, Path own) {
        return new GroupController(name, own.endsWith(OWN) ? Objects.requireNonNull(own.getParent()) : own);
    }

    /**
     * Hands the controller on to the groups below, which version 2 wants.
     *
     * @throws IOException where that is not allowed, or the group holds processes that are not Cloister's
     */
    void handOn() throws IOException {
        Path handedOn = parent.resolve("cgroup.subtree_control");
        if (!Files.exists(handedOn)
                || List.of(Files.readString(handedOn).strip().split(" ", -1)).contains(name)) {
            return;
        }
        if (!List.of(Files.readString(parent.resolve("cgroup.controllers"))
                        .strip()
                        .split(" ", -1))
                .contains(name)) {
            throw new IOException("the controller " + name + " is not handed on to Cloister");
        }
        boolean root = !Files.exists(parent.resolve("cgroup.type"));
        if (!root) {
            moveDown();
        }
        write(handedOn, "+" + name);
    }

    private void moveDown() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        List<String> ours = new ArrayList<>(List.of(Long.toString(self.pid())));
        self.descendants().forEach(process -> ours.add(Long.toString(process.pid())));
        List<String> members = Files.readAllLines(parent.resolve("cgroup.procs"));
        if (!ours.containsAll(members)) {
            throw new IOException(parent + " holds processes that are not Cloister's");
        }
        Path own = Files.createDirectories(parent.resolve(OWN));
        for (String member : members) {
            write(own.resolve("cgroup.procs"), member);
        }
    }

    /** Makes the group, where the other controller has not, and bounds it. */
    Path make(String group, long most) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(group));
        String limit = Long.toString(most);
        if (name.equals("pids")) {
            write(folder.resolve("pids.max"), limit);
        } else if (Files.exists(folder.resolve("memory.limit_in_bytes"))) {
            write(folder.resolve("memory.limit_in_bytes"), limit);
            writeIfThere(folder.resolve("memory.memsw.limit_in_bytes"), limit);
        } else {
            write(folder.resolve("memory.max"), limit);
            writeIfThere(folder.resolve("memory.swap.max"), "0");
            writeIfThere(folder.resolve("memory.oom.group"), "1");
        }
        return folder;
    }

    private static void writeIfThere(Path file, String value) throws IOException {
        if (Files.exists(file)) {
            write(file, value);
        }
    }

    private static void write(Path file, String value) throws IOException {
        Files.writeString(file, value, StandardOpenOption.WRITE);
    }
}
