package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.os.HostCalls;
import dev.cloister.sandbox.starter.GatewayView.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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
    private static final Set<String> TAKE_PATHS = Set.of("app add", "app check", "app try", "model add");
    private static final Pattern BUNDLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.mcpb");

    /** The word of those commands that take a file or a folder, but where that is shown anyway. */
    List<Shown> named(HostCalls calls, List<String> words, Path working, List<Path> known) throws IOException {
        List<Shown> shown = new ArrayList<>();
        for (String word : paths(words)) {
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

    /** What stands after {@code app add}, {@code app check} and {@code model add}, options left out. */
    private static List<String> paths(List<String> words) {
        boolean takes = words.size() > 2 && TAKE_PATHS.contains(words.get(0) + " " + words.get(1));
        return takes ? words.subList(2, words.size()) : List.of();
    }

    /** A folder that the command may write into. */
    Shown target(Path folder, GatewayUser user) throws IOException {
        Files.createDirectory(written);
        Files.setAttribute(written, "unix:uid", user.uid(), LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(written, "unix:gid", user.gid(), LinkOption.NOFOLLOW_LINKS);
        return new Shown(written, folder, true);
    }

    /**
     * Brings what was written to where it belongs, as a new file of root's: one file, of the name that was asked for or else
     * a bundle's, which the gateway's user made and nothing else links to.
     *
     * @param name that the operator gave
     */
    void fetch(HostCalls calls, PinnedPath target, Optional<String> name, GatewayUser user) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(written)) {
            for (Path file : files) {
                String found = String.valueOf(file.getFileName());
                if (name.map(found::equals).orElse(BUNDLE.matcher(found).matches())) {
                    fetch(calls, file, target.path().resolve(found), user);
                    return;
                }
            }
        }
    }

    private static void fetch(HostCalls calls, Path file, Path to, GatewayUser user) throws IOException {
        try (PinnedPath pinned = PinnedPath.open(calls, file)) {
            if (!pinned.isFile()
                    || !Integer.valueOf(user.uid()).equals(Files.getAttribute(pinned.path(), "unix:uid"))
                    || !Integer.valueOf(1).equals(Files.getAttribute(pinned.path(), "unix:nlink"))) {
                throw Refusals.of("what was written is not a file of the gateway's own");
            }
            Path draft = to.resolveSibling("." + to.getFileName() + "." + System.nanoTime());
            try (InputStream in = Files.newInputStream(pinned.path());
                    OutputStream out =
                            Files.newOutputStream(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                in.transferTo(out);
            }
            Files.setAttribute(draft, "unix:mode", 0644, LinkOption.NOFOLLOW_LINKS);
            Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
            } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.copy(file, target, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(target, "unix:mode", 0644);
            }
        }
        return copy;
    }
}
