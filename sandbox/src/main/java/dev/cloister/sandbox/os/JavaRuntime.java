package dev.cloister.sandbox.os;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java that runs Cloister's own small programs inside sandboxes.
 *
 * @param home the JDK's or JRE's folder
 * @param classPath jars or folders with this module's classes
 */
public record JavaRuntime(Path home, List<Path> classPath) {

    /** One compiler, the smallest collector and no shared-memory statistics: what starts a small program soonest. */
    private static final List<String> QUICK_START = List.of(
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-Xlog:disable",
            "-Xmx48m");

    public JavaRuntime {
        classPath = List.copyOf(classPath);
    }

    /** The Java that runs this process, with the place that this class was loaded from as the class path. */
    public static JavaRuntime current() {
        try {
            Path classes = Path.of(JavaRuntime.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new JavaRuntime(Path.of(System.getProperty("java.home")), List.of(classes));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this class was loaded from no file", e);
        }
    }

    /** What a sandbox mounts to run it. */
    public List<Mount> mounts() {
        List<Mount> mounts = new ArrayList<>();
        mounts.add(Mount.readable(home));
        classPath.forEach(path -> mounts.add(Mount.readable(path)));
        Path settings = Path.of("/etc", "java-" + Runtime.version().feature() + "-openjdk");
        if (Files.isDirectory(settings)) {
            mounts.add(Mount.readable(settings));
        }
        return mounts;
    }

    /** The command that runs a main class of this module. */
    public List<String> command(String mainClass, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin").resolve("java").toString());
        command.addAll(QUICK_START);
        command.addAll(options);
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }
}
