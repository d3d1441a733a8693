package dev.cloister.gateway.engine;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory that programs could still take, what the kernel caches of files included. */
final class FreeMemory {

    private static final Path KERNELS_WORD = Path.of("/proc/meminfo");
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");

    private FreeMemory() {}

    /** Bytes; no more than a container's limit. */
    static long bytes() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        try {
            Matcher available = AVAILABLE.matcher(Files.readString(KERNELS_WORD));
            if (available.find()) {
                return Math.min(system.getTotalMemorySize(), Long.parseLong(available.group(1)) << 10);
            }
        } catch (IOException e) {
            return system.getFreeMemorySize();
        }
        return system.getFreeMemorySize();
    }
}
