package dev.cloister.sandbox.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * As whom Cloister runs, and which user ids it may give away.
 *
 * @param root whether it is root, which alone can give a sandbox a user id of its own
 * @param firstId the first user id for sandboxes
 * @param ids how many there are; 0 where none can be given away
 */
public record HostUser(boolean root, int firstId, int ids) {

    /** Ids that no distribution, service or container manager hands out. */
    private static final int WIDE_FIRST = 1_900_000_000;

    private static final int WIDE_IDS = 100_000_000;

    /** Used inside a container that maps only the low ids. */
    private static final int NARROW_FIRST = 30_000;

    private static final int NARROW_IDS = 20_000;

    /** The user that starts this process's sandboxes. */
    public static HostUser current() {
        try {
            return read(
                    Files.readAllLines(Path.of("/proc/self/status")),
                    Files.readAllLines(Path.of("/proc/self/uid_map")));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read /proc/self; is /proc mounted?", e);
        }
    }

    /** Reads {@code /proc/PID/status} and {@code /proc/PID/uid_map}, see proc(5) and user_namespaces(7). */
    static HostUser read(List<String> status, List<String> idMap) {
        boolean root = status.stream()
                .filter(line -> line.startsWith("Uid:"))
                .anyMatch(line -> line.split("\\s+", -1)[2].equals("0"));
        if (!root) {
            return new HostUser(false, 0, 0);
        }
        if (mapped(idMap, WIDE_FIRST - 1, WIDE_IDS + 1)) {
            return new HostUser(true, WIDE_FIRST, WIDE_IDS);
        }
        if (mapped(idMap, NARROW_FIRST - 1, NARROW_IDS + 1)) {
            return new HostUser(true, NARROW_FIRST, NARROW_IDS);
        }
        return new HostUser(true, 0, 0);
    }

    /** The id below those of sandboxes, which no sandbox gets: the gateway's own where the machine names none. */
    public int gatewayId() {
        return firstId - 1;
    }

    /** Whether something is there, is this process's own and is no link: among temporary files anybody may have made it. */
    static boolean owns(Path path) throws IOException {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.isSymbolicLink(path)
                && Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                        .equals(Files.getAttribute(Path.of("/proc/self/"), "unix:uid"));
    }

    /** Whether a sandbox can have a user id that nothing else has. */
    public boolean givesIds() {
        return ids > 0;
    }

    private static boolean mapped(List<String> idMap, long first, long count) {
        return idMap.stream().map(line -> line.strip().split("\\s+", -1)).anyMatch(fields -> {
            long start = Long.parseLong(fields[0]);
            return start <= first && first + count <= start + Long.parseLong(fields[2]);
        });
    }
}
