package dev.cloister.sandbox.starter;

import dev.cloister.sandbox.os.HostCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What lay at a path when it was opened, whatever somebody puts there later. No part of the path was a link.
 *
 * @param named the path
 * @param descriptor the handle
 */
record PinnedPath(HostCalls calls, Path named, int descriptor) implements AutoCloseable {

    private static final int MODE_BITS = 07777;
    private static final int OTHERS_READ = 04;
    private static final int OTHERS_ENTER = 01;

    static PinnedPath open(HostCalls calls, Path path) throws IOException {
        return new PinnedPath(calls, path, calls.open(path));
    }

    /** A path of this process that leads there. */
    Path path() {
        return Path.of("/proc/self/fd", Integer.toString(descriptor));
    }

    boolean isFolder() {
        return Files.isDirectory(path());
    }

    boolean isFile() {
        return Files.isRegularFile(path());
    }

    int owner() throws IOException {
        return (int) Files.getAttribute(path(), "unix:uid");
    }

    boolean othersMayRead() throws IOException {
        int wanted = isFolder() ? OTHERS_READ | OTHERS_ENTER : OTHERS_READ;
        return (mode() & wanted) == wanted;
    }

    boolean othersMayEnter() throws IOException {
        return (mode() & OTHERS_ENTER) != 0;
    }

    int mode() throws IOException {
        return (int) Files.getAttribute(path(), "unix:mode") & MODE_BITS;
    }

    /** How many names it has. */
    int names() throws IOException {
        return (int) Files.getAttribute(path(), "unix:nlink");
    }

    void giveTo(int userId, int groupId) throws IOException {
        Files.setAttribute(path(), "unix:uid", userId);
        Files.setAttribute(path(), "unix:gid", groupId);
    }

    void setMode(int mode) throws IOException {
        Files.setAttribute(path(), "unix:mode", mode);
    }

    @Override
    public void close() {
        try {
            calls.close(descriptor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
