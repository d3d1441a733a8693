package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.os.HostCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the gateway sees of the host's files: all that its user could see, and what it needs of folders that are closed to it
 * (a home or a checkout below {@code /root}). Of such a folder it sees nothing else.
 *
 * @param shown what it needs
 * @param working the folder that it is started in
 */
record GatewayView(List<Shown> shown, Path working) {

    /**
     * A part of it.
     *
     * @param host where it lies
     * @param at where the gateway sees it
     * @param writable whether it may write there as far as its user may
     */
    record Shown(Path host, Path at, boolean writable) {

        static Shown readable(Path path) {
            return new Shown(path, path, false);
        }

        static Shown writable(Path path) {
            return new Shown(path, path, true);
        }
    }

    private static final Path ROOT = Path.of("/");
    private static final Set<PosixFilePermission> ANYBODY_PASSES = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final int OTHERS_ENTER = 01;
    private static final int GROUP_ENTERS = 010;

    GatewayView {
        shown = List.copyOf(shown);
    }

    /** Makes it this process's own view, and that of what it starts from now on. */
    void enter(HostCalls calls, GatewayUser user) throws IOException {
        Set<Path> closed = closed(user);
        Set<Path> folders =
                new TreeSet<>(Comparator.comparingInt(Path::getNameCount).thenComparing(Path::toString));
        shown.forEach(one -> addBetween(one.at().resolveSibling(""), closed, folders));
        addBetween(working, closed, folders);
        List<Shown> moved = shown.stream()
                .filter(one -> !one.host().equals(one.at()) || isBelow(one.at(), closed))
                .sorted(Comparator.comparingInt(one -> one.at().getNameCount()))
                .toList();
        List<PinnedPath> pinned = new ArrayList<>();
        try {
            for (Shown one : moved) {
                pinned.add(PinnedPath.open(calls, one.host().toRealPath()));
            }
            for (Path folder : closed) {
                calls.cover(folder);
            }
            for (Path folder : folders) {
                Files.createDirectory(folder);
                Files.setPosixFilePermissions(folder, ANYBODY_PASSES);
            }
            for (int i = 0; i < moved.size(); i++) {
                show(calls, moved.get(i), pinned.get(i));
            }
        } finally {
            pinned.forEach(PinnedPath::close);
        }
    }

    private static void show(HostCalls calls, Shown one, PinnedPath pinned) throws IOException {
        if (!Files.exists(one.at())) {
            if (pinned.isFolder()) {
                Files.createDirectory(one.at());
            } else {
                Files.createFile(one.at());
            }
        }
        calls.bind(pinned.path(), one.at());
        if (!one.writable()) {
            calls.protect(one.at());
        }
    }

    private Set<Path> closed(GatewayUser user) throws IOException {
        Set<Path> closed = new TreeSet<>();
        for (Shown one : shown) {
            addClosed(one.at(), user, closed);
        }
        addClosed(working.resolve("."), user, closed);
        return closed;
    }

    /** The outermost folder above the path that the user may not pass through. */
    private static void addClosed(Path path, GatewayUser user, Set<Path> closed) throws IOException {
        for (int depth = 1; depth < path.getNameCount(); depth++) {
            Path folder = ROOT.resolve(path.subpath(0, depth));
            if (!Files.exists(folder)) {
                return;
            }
            int mode = (int) Files.getAttribute(folder, "unix:mode");
            boolean own = Files.getAttribute(folder, "unix:uid").equals(user.uid());
            boolean ofGroup = Files.getAttribute(folder, "unix:gid").equals(user.gid());
            if (!own && (mode & OTHERS_ENTER) == 0 && !(ofGroup && (mode & GROUP_ENTERS) != 0)) {
                closed.add(folder);
                return;
            }
        }
    }

    private static void addBetween(Path last, Set<Path> closed, Set<Path> folders) {
        for (int depth = 1; depth <= last.getNameCount(); depth++) {
            Path folder = ROOT.resolve(last.subpath(0, depth));
            if (isBelow(folder, closed)) {
                folders.add(folder);
            }
        }
    }

    private static boolean isBelow(Path path, Set<Path> closed) {
        return closed.stream().anyMatch(folder -> path.startsWith(folder) && !path.equals(folder));
    }
}
