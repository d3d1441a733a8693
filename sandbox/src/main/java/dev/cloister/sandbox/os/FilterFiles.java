package dev.cloister.sandbox.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The two filters as files that the launching shell opens; written again where something cleaned them away. */
final class FilterFiles {

    private final Path withSockets;
    private final Path withoutSockets;

    FilterFiles() {
        try {
            Path folder = Files.createTempDirectory("cloister-filter");
            withSockets = folder.resolve("unix.bpf");
            withoutSockets = folder.resolve("none.bpf");
            folder.toFile().deleteOnExit();
            withSockets.toFile().deleteOnExit();
            withoutSockets.toFile().deleteOnExit();
            path(true);
            path(false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the system-call filter", e);
        }
    }

    synchronized Path path(boolean unixSockets) throws IOException {
        Path file = unixSockets ? withSockets : withoutSockets;
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Files.write(file, SeccompFilter.program(unixSockets));
        }
        return file;
    }
}
