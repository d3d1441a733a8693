package dev.cloister.sandbox.starter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The rights of a process, by {@code /proc/PID/status}, proc(5).
 *
 * @param userId its effective one
 * @param effective its capabilities
 * @param bounding those that it could gain
 * @param noNewPrivileges whether no program gives it any
 */
public record Privileges(long userId, long effective, long bounding, boolean noNewPrivileges) {

    private static final int EFFECTIVE_ID = 2;
    private static final int HEXADECIMAL = 16;

    /** Those of this process. */
    public static Privileges current() {
        try {
            return read(Files.readAllLines(Path.of("/proc/self/status")));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read /proc/self; is /proc mounted?", e);
        }
    }

    static Privileges read(List<String> status) {
        return new Privileges(
                Long.parseLong(field(status, "Uid", EFFECTIVE_ID)),
                Long.parseLong(field(status, "CapEff", 1), HEXADECIMAL),
                Long.parseLong(field(status, "CapBnd", 1), HEXADECIMAL),
                field(status, "NoNewPrivs", 1).equals("1"));
    }

    /** Whether a hole in the process is no hole in root. */
    public boolean none() {
        return userId != 0 && effective == 0;
    }

    /** The line that {@code doctor} prints of the gateway's user. */
    public String line() {
        if (!none()) {
            return "missing  gateway user: the gateway runs as root. To mend: start it by ./cloister up where root may make"
                    + " mount namespaces (unshare --mount true), or as another user, without apps";
        }
        return "ok       gateway user (" + userId + ", no capabilities"
                + (bounding == 0 && noNewPrivileges ? " and no way to gain any)" : ")");
    }

    private static String field(List<String> status, String name, int at) {
        return status.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.split("\\s+", -1)[at])
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + name + " in the status of a process"));
    }
}
