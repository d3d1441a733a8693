package dev.cloister.sandbox.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a process's control groups lie, by {@code /proc/PID/cgroup}, cgroups(7), and {@code /proc/PID/mountinfo}, proc(5).
 *
 * @param groups the lines of the first
 * @param mounts the lines of the second
 */
record GroupPlaces(List<String> groups, List<String> mounts) {

    GroupPlaces {
        groups = List.copyOf(groups);
        mounts = List.copyOf(mounts);
    }

    static GroupPlaces ofThisProcess() throws IOException {
        return new GroupPlaces(
                Files.readAllLines(Path.of("/proc/self/cgroup")), Files.readAllLines(Path.of("/proc/self/mountinfo")));
    }

    /** The process's group of a controller in version 1, else its one group of version 2 where that is mounted. */
    Optional<Path> folder(String controller) {
        return first(controller).or(this::unified);
    }

    private Optional<Path> first(String controller) {
        return groups.stream()
                .map(line -> line.split(":", 3))
                .filter(fields -> fields.length == 3 && names(fields[1], controller))
                .flatMap(fields -> mounted("cgroup", controller, fields[2]).stream())
                .findFirst();
    }

    private Optional<Path> unified() {
        return groups.stream()
                .filter(line -> line.startsWith("0::"))
                .flatMap(line -> mounted("cgroup2", "", line.substring(3)).stream())
                .findFirst();
    }

    /** A mount may show a part of the hierarchy only: what lies above its root is cut off. */
    private Optional<Path> mounted(String type, String option, String group) {
        return mounts.stream()
                .map(line -> line.split(" - ", 2))
                .filter(halves -> halves.length == 2)
                .filter(halves -> {
                    String[] file = halves[1].split(" ", 3);
                    return file[0].equals(type) && (option.isEmpty() || names(file[2], option));
                })
                .map(halves -> halves[0].split(" ", -1))
                .filter(fields -> Path.of(group).startsWith(fields[3]))
                .map(fields -> Path.of(fields[4]).resolve(Path.of(fields[3]).relativize(Path.of(group))))
                .findFirst();
    }

    private static boolean names(String list, String name) {
        return Arrays.asList(list.split(",", -1)).contains(name);
    }
}
