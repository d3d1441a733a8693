package dev.cloister.sandbox.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/** The apps that come with Cloister. */
public final class SampleApps {

    /** The sample app's name and title, which no other app may have. */
    public static final String NAME = "everyday";

    public static final String TITLE = "Everyday";

    private static final List<String> FILES = List.of("manifest.json", "server.mjs");

    private SampleApps() {}

    /** Writes the app "everyday" (units and notes) into {@code parent/everyday} and reads it. */
    public static AppBundle everyday(Path parent) {
        Path folder = parent.resolve(NAME);
        try {
            Files.createDirectories(folder);
            for (String file : FILES) {
                try (InputStream content = Objects.requireNonNull(
                        SampleApps.class.getResourceAsStream("/dev/cloister/sandbox/apps/everyday/" + file))) {
                    Files.copy(content, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The sample app cannot be written to " + folder, e);
        }
        return AppBundle.read(folder);
    }
}
