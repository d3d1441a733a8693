package dev.cloister.sandbox.os;

import dev.cloister.sandbox.json.Json;
import org.jspecify.annotations.Nullable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder with one sandbox's {@code config.json} and the bare root that its mounts lie on: OCI Runtime Specification 1.0,
 * "Filesystem Bundle" and "Configuration".
 *
 * @param folder where it lies
 */
record OciBundle(Path folder) {

    private static final Path HOST_ROOT = Path.of("/");
    private static final String PREFIX = "cloister-bundle-";

    /** Makes one for a command of the specification that runs under a user id. */
    static OciBundle make(SandboxSpec spec, List<String> command, int userId) throws IOException {
        OciBundle bundle = new OciBundle(
                Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-"));
        List<Json> mounts = new ArrayList<>();
        mounts.add(mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"));
        mounts.add(mount("/dev", "tmpfs", "tmpfs", "nosuid", "noexec"));
        mounts.add(mount("/tmp", "tmpfs", "tmpfs", "nosuid", "nodev", "mode=1777", "size=" + spec.temporaryBytes()));
        for (String place : List.of("/proc", "/dev", "/tmp", "/etc")) {
            bundle.place(Path.of(place), true);
        }
        for (String folder : SystemRoot.FOLDERS) {
            bundle.system(Path.of(folder), mounts);
        }
        for (String file : SystemRoot.FILES) {
            bundle.system(Path.of(file), mounts);
        }
        for (Mount mount : spec.mounts()) {
            if (!SystemRoot.holds(mount)) {
                bundle.bind(mount.host(), mount.inside(), mount.writable(), mounts);
            }
        }
        Json.Obj config = object(
                "ociVersion", text("1.0.2"),
                "process", process(spec, command, userId),
                "root", object("path", text("rootfs"), "readonly", new Json.Bool(true)),
                "hostname", text("sandbox"),
                "mounts", new Json.Arr(mounts),
                "linux", object("namespaces", namespaces()));
        Files.writeString(bundle.folder.resolve("config.json"), config.text());
        return bundle;
    }

    /** Where runsc keeps its state of this sandbox. */
    Path state() {
        return folder.resolve("state");
    }

    /** Deletes it, once its sandbox has ended. Where something is still mounted below, it stays: that is the host's. */
    void delete() throws IOException {
        for (String mount : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
            if (Path.of(mount.split(" ", -1)[4]).startsWith(folder)) {
                return;
            }
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) throws IOException {
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Deletes what instances left that are no more. */
    static void deleteAbandoned() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        List<OciBundle> abandoned = new ArrayList<>();
        try (DirectoryStream<Path> bundles = Files.newDirectoryStream(temporary, PREFIX + "[0-9]*-*")) {
            for (Path bundle : bundles) {
                String maker = String.valueOf(bundle.getFileName()).split("-", -1)[2];
                // Anybody may make a folder of that name among the temporary files.
                if (maker.matches("[0-9]{1,10}")
                        && HostUser.owns(bundle)
                        && ProcessHandle.of(Long.parseLong(maker)).isEmpty()) {
                    abandoned.add(new OciBundle(bundle));
                }
            }
        }
        for (OciBundle bundle : abandoned) {
            bundle.delete();
        }
    }

    private static Json.Obj process(SandboxSpec spec, List<String> command, int userId) {
        List<Json> environment = new ArrayList<>();
        spec.environment().forEach((name, value) -> environment.add(text(name + "=" + value)));
        return object(
                "terminal",
                new Json.Bool(false),
                "user",
                object("uid", number(userId), "gid", number(userId)),
                "args",
                new Json.Arr(command.stream().map(OciBundle::text).toList()),
                "env",
                new Json.Arr(environment),
                "cwd",
                text("/tmp"),
                "noNewPrivileges",
                new Json.Bool(true),
                "capabilities",
                object());
    }

    private static Json namespaces() {
        return new Json.Arr(List.of("pid", "network", "ipc", "uts", "mount").stream()
                .<Json>map(type -> object("type", text(type)))
                .toList());
    }

    private void system(Path path, List<Json> mounts) throws IOException {
        if (Files.isSymbolicLink(path)) {
            Files.createSymbolicLink(in(path), Path.of(SystemRoot.linkTarget(path)));
        } else if (Files.exists(path) && !path.startsWith("/sys")) {
            // gVisor's kernel has a /sys of its own.
            bind(path, path, false, mounts);
        }
    }

    private void bind(Path host, Path inside, boolean writable, List<Json> mounts) throws IOException {
        place(inside, Files.isDirectory(host));
        mounts.add(
                mount(inside.toString(), "bind", host.toString(), "rbind", writable ? "rw" : "ro", "nosuid", "nodev"));
    }

    /** Makes what is mounted over, with folders above that any user may pass through. */
    private void place(Path inside, boolean isFolder) throws IOException {
        Path at = in(inside);
        Files.createDirectories(
                isFolder ? at : at.resolveSibling(""),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        if (!isFolder && !Files.exists(at)) {
            Files.createFile(at);
        }
    }

    private Path in(Path inside) {
        return folder.resolve("rootfs").resolve(HOST_ROOT.relativize(inside));
    }

    private static Json.Obj mount(String inside, String type, String source, String... options) {
        return object(
                "destination", text(inside),
                "type", text(type),
                "source", text(source),
                "options",
                        new Json.Arr(
                                List.of(options).stream().map(OciBundle::text).toList()));
    }

    private static Json.Obj object(Object... namesAndValues) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], (Json) namesAndValues[i + 1]);
        }
        return new Json.Obj(members);
    }

    private static Json text(String value) {
        return new Json.Str(value);
    }

    private static Json number(long value) {
        return new Json.Num(Long.toString(value));
    }
}
