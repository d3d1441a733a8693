package dev.cloister.inference.remote;

import dev.cloister.inference.EngineException;
import dev.cloister.inference.EngineException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads a server's key where it is kept.
 *
 * <p>Security: a key file that others may read is refused; no message holds a key.
 *
 * @param source where it is kept
 * @param folder the folder of key files
 */
public record ServerKey(KeySource source, Path folder) implements Supplier<Optional<String>> {

    private static final Set<PosixFilePermission> OWNERS =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    /**
     * The key; empty for a server that wants none.
     *
     * @throws EngineException SERVER_REFUSED when it is missing, or others may read it
     */
    @Override
    public Optional<String> get() {
        return switch (source) {
            case KeySource.None none -> Optional.empty();
            case KeySource.Variable variable ->
                Optional.of(sendable(
                        Optional.ofNullable(System.getenv(variable.name()))
                                .orElseThrow(
                                        () -> refused("the environment variable %s is not set; set it and start again"
                                                .formatted(variable.name()))),
                        "the environment variable " + variable.name()));
            case KeySource.InFile file -> Optional.of(read(folder.resolve(file.name())));
        };
    }

    private static String read(Path file) {
        try {
            if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                throw refused("others may read %s; run chmod 600 on it".formatted(file));
            }
            return sendable(Files.readString(file).strip(), "the file " + file);
        } catch (IOException e) {
            throw new EngineException(
                    Code.SERVER_REFUSED, "The server's key cannot be used: %s cannot be read.".formatted(file), e);
        }
    }

    private static String sendable(String key, String where) {
        if (!SENDABLE.matcher(key).matches()) {
            throw refused(where + " holds no key: one line of visible ASCII characters");
        }
        return key;
    }

    private static EngineException refused(String why) {
        return new EngineException(Code.SERVER_REFUSED, "The server's key cannot be used: " + why + ".");
    }
}
