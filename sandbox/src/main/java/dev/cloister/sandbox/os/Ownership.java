package dev.cloister.sandbox.os;

import dev.cloister.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Makes mounts usable for a sandbox's user id, or says why they are not. */
final class Ownership {

    private Ownership() {}

    /** Gives a writable mount to the user id, folders with all they hold; symbolic links are not followed. */
    static void give(Path root, int id) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return giveOne(folder);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return giveOne(file);
            }

            private FileVisitResult giveOne(Path path) throws IOException {
                Files.setAttribute(path, "unix:uid", id, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", id, LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * A sandbox's user id is "others" to a read-only mount.
     *
     * @throws SandboxException with SPEC_INVALID where others may not read it
     */
    static void requireReadable(Path path) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        boolean folder = Files.isDirectory(path);
        if (!permissions.contains(PosixFilePermission.OTHERS_READ)
                || (folder && !permissions.contains(PosixFilePermission.OTHERS_EXECUTE))) {
            throw new SandboxException(
                    SandboxException.Code.SPEC_INVALID,
                    path + " has the permissions " + PosixFilePermissions.toString(permissions)
                            + ", so the sandbox's user cannot read it. Nothing was started. Allow it with: chmod "
                            + (folder ? "o+rx " : "o+r ") + path + " (the folders above may stay closed)");
        }
    }
}
