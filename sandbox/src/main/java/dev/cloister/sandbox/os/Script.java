package dev.cloister.sandbox.os;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A step inside a sandbox that only the process itself can take, as a script for perl: it starts in milliseconds, where a
 * Java program that calls Linux by itself takes a hundred.
 */
enum Script {
    /** Sets Landlock's rules. */
    LANDLOCK("landlock.pl"),
    /** Sets a system-call filter. */
    SECCOMP("seccomp.pl");

    private final String text;

    Script(String resource) {
        try (InputStream source = Objects.requireNonNull(Script.class.getResourceAsStream(resource))) {
            text = new String(source.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words before its arguments. */
    List<String> command(Path perl) {
        return List.of(perl.toString(), "-f", "-e", text, "--");
    }
}
