package dev.cloister.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that goes with all that is in it; for properties, to which JUnit's {@code @TempDir} is not given. */
public record TemporaryFolder(Path path) implements AutoCloseable {

    public TemporaryFolder() throws IOException {
        this(Files.createTempDirectory("cloister"));
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(path)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : deepestFirst) {
            Files.deleteIfExists(one);
        }
    }
}
