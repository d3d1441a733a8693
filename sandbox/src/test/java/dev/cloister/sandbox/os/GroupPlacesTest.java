package dev.cloister.sandbox.os;

import org.junit.jupiter.api.Test;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

class GroupPlacesTest {

    private static final List<String> BOTH_VERSIONS = List.of(
            "30 25 0:26 / /sys/fs/cgroup ro,nosuid shared:9 - tmpfs tmpfs ro,mode=755",
            "31 30 0:27 / /sys/fs/cgroup/unified rw,nosuid shared:10 - cgroup2 cgroup2 rw",
            "35 30 0:31 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:14 - cgroup cgroup rw,cpu,cpuacct",
            "36 30 0:32 /outer /sys/fs/cgroup/memory rw,nosuid shared:15 - cgroup cgroup rw,memory");

    @Test
    void findsTheGroupOfEachControllerInVersionOne() {
        GroupPlaces places = new GroupPlaces(
                List.of("8:pids:/", "4:memory:/outer/service", "3:cpu,cpuacct:/a", "0::/b"), BOTH_VERSIONS);

        assertEquals(Optional.of(Path.of("/sys/fs/cgroup/memory/service")), places.folder("memory"));
        assertEquals(Optional.of(Path.of("/sys/fs/cgroup/cpu,cpuacct/a")), places.folder("cpu"));
    }

    @Test
    void findsTheOneGroupInVersionTwo() {
        GroupPlaces places = new GroupPlaces(
                List.of("0::/system.slice/cloister.service"),
                List.of("29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate"));

        Path group = Path.of("/sys/fs/cgroup/system.slice/cloister.service");
        assertEquals(Optional.of(group), places.folder("memory"));
        assertEquals(Optional.of(group), places.folder("pids"));
    }

    @Test
    void findsNoneBeyondWhatIsMounted() {
        assertEquals(Optional.empty(), new GroupPlaces(List.of("4:memory:/elsewhere"), BOTH_VERSIONS).folder("memory"));
        assertEquals(Optional.empty(), new GroupPlaces(List.of(), BOTH_VERSIONS).folder("pids"));
    }
}
