package dev.cloister.sandbox.spoke;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that one user's app sees as {@code /data}. It is empty until the user consents.
 *
 * <p>Taking a file back removes it from the folder, not from the memory of an app that has read it: after consent for one
 * call, end the spoke as well.
 *
 * @param folder where it lies on the host; below a folder that only Cloister may enter
 */
public record DataRoom(Path folder) {

    /** Makes the folder where it is missing, and empties it: what a crash left behind was handed over for another call. */
    public static DataRoom open(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            try (var left = Files.list(folder)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            return new DataRoom(folder.toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for an app's data cannot be made at " + folder, e);
        }
    }

    /** Hands a file over, whole or not at all; one that was there is replaced. */
    public void put(String name, byte[] content) {
        try {
            Path draft = Files.createTempFile(folder, ".", ".draft");
            Files.write(draft, content);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(draft, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + name + " cannot be handed to the app", e);
        }
    }

    /** Takes a file back. */
    public void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + name + " cannot be taken back from the app", e);
        }
    }

    /** Deletes the folder and what is in it. */
    public void close() {
        open(folder);
        try {
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for an app's data cannot be deleted at " + folder, e);
        }
    }

    private Path file(String name) {
        if (name.isEmpty() || name.startsWith(".") || name.contains("/")) {
            throw new IllegalArgumentException("a plain file name is needed, not \"" + name + "\"");
        }
        return folder.resolve(name);
    }
}
