package dev.cloister.sandbox.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The two filters as files that the launching shell opens; written again where something cleaned them away. */
final class FilterFiles {

    private Path folder;

    FilterFiles() {
        try {
            folder = newFolder();
            var unusedWith = path(true);
            var unusedWithout = path(false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the system-call filter", e);
        }
    }

    synchronized Path path(boolean unixSockets) throws IOException {
        // Temporary files are cleared away at times, and whoever is quick may put a folder of theirs in the place.
        if (!HostUser.owns(folder)) {
            folder = newFolder();
        }
        Path file = folder.resolve(unixSockets ? "unix.bpf" : "none.bpf");
        if (!HostUser.owns(file)) {
            Files.write(
                    file, SeccompFilter.program(unixSockets), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            file.toFile().deleteOnExit();
        }
        return file;
    }

    private static Path newFolder() throws IOException {
        Path made = Files.createTempDirectory("cloister-filter");
        made.toFile().deleteOnExit();
        return made;
    }
}
