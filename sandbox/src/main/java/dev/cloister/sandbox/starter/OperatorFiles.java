package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.os.HostCalls;
import dev.cloister.sandbox.starter.GatewayView.Shown;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;

/**
 * What the operator names on a command's line and the gateway's user could not read or write: it is shown where it was
 * named, as a copy where it is closed to others; what the command writes there is fetched after its end.
 *
 * @param copies a folder of root's for copies
 * @param written a folder of the gateway's user for what it writes
 */
record OperatorFiles(Path copies, Path written) {

    private static final long LARGEST_COPY = 256L << 20;
    private static final String LINK = "--link";

    /** Words that are paths, but for those that are shown anyway. */
    List<Shown> named(HostCalls calls, List<String> words, Path working, List<Path> known) throws IOException {
        List<Shown> shown = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("-") || word.isBlank() || word.indexOf('\0') >= 0) {
                continue;
            }
            Path path = working.resolve(word).normalize();
            boolean plain = (Files.isRegularFile(path) || Files.isDirectory(path))
                    && path.getNameCount() > 1
                    && known.stream().noneMatch(each -> overlap(each, path));
            if (plain && words.contains(LINK) && !Places.anybodyReaches(calls, path)) {
                throw Refusals.of(
                        path + " lies where only root may read, so that a link to it would lead nowhere: move it,"
                                + " or add it without " + LINK);
            }
            if (plain) {
                shown.add(new Shown(readable(path), path, false));
            }
        }
        return shown;
    }

    /** A folder that the command may write into. */
    Shown target(Path folder, GatewayUser user) throws IOException {
        Files.createDirectory(written);
        Files.setAttribute(written, "unix:uid", user.uid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(written, "unix:gid", user.gid(), LinkOption.NOFOLLOW_LINKS);
        return new Shown(written, folder, true);
    }

    /** Brings what was written to where it belongs, as root's. */
    void fetch(HostCalls calls, PinnedPath target) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(written)) {
            for (Path file : files) {
                try (PinnedPath pinned = PinnedPath.open(calls, file)) {
                    if (pinned.isFile()) {
                        Files.copy(
                                pinned.path(),
                                target.path().resolve(file.getFileName()),
                                StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
    }

    private static boolean overlap(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private Path readable(Path path) throws IOException {
        List<Path> files = new ArrayList<>();
        long[] bytes = {0};
        boolean[] open = {true};
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                open[0] &= Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE);
                return visitFile(folder, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                files.add(file);
                bytes[0] += attributes.size();
                open[0] &= attributes.isSymbolicLink()
                        || Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
                return bytes[0] > LARGEST_COPY ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        return open[0] || bytes[0] > LARGEST_COPY ? path : copy(path, files);
    }

    private Path copy(Path path, List<Path> files) throws IOException {
        Path copy = copies.resolve(Long.toString(System.nanoTime()));
        for (Path file : files) {
            Path target = copy.resolve(path.relativize(file).toString());
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(target);
                Files.setAttribute(target, "unix:mode", 0755);
            } else if (Files.isRegularFile(file)) {
                Files.copy(file, target);
                Files.setAttribute(target, "unix:mode", 0644);
            }
        }
        return copy;
    }
}
